package routes.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import routes.policy.StreamedBody;
import routes.policy.Unit;

/**
 * Makes of a {@link Delivery} the POST that brings it to NiFi: its bytes as they lie in the archive, and exactly the
 * headers that may cross the border. The delivery's content is closed with the call, at the latest with the exchange.
 */
final class BundleRequestProcessor implements Processor {
    static final String SENT_AT = "aggregator.sent-at";

    private final NifiCredentials credentials;
    private final Duration timeout;
    private final Clock clock;

    /** @param timeout of a whole call, unless the message's deadline is sooner */
    BundleRequestProcessor(NifiCredentials credentials, Duration timeout, Clock clock) {
        this.credentials = credentials;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Delivery delivery = message.getBody(Delivery.class);
        Instant now = clock.instant();
        StreamedBody body = new StreamedBody(
                "archived bundle " + delivery.archiveKey(),
                delivery.content(),
                delivery.length(),
                delivery.sha256(),
                delivery.contentType(),
                end(exchange, now));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                body.close();
            }
        });
        exchange.setProperty(SENT_AT, now);
        // Camel would unpack an answer that says it is packed, and fail after NiFi has taken the bundle.
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
        message.removeHeaders("*");
        message.setHeader("X-Bundle-Id", delivery.bundleId());
        message.setHeader("X-Content-SHA256", delivery.sha256());
        // A NiFi that refuses, or a certificate that does, is heard before the bundle is read and sent.
        message.setHeader("Expect", "100-continue");
        credentials.authorization().ifPresent(value -> message.setHeader("Authorization", value));
        message.setBody(body);
    }

    private Instant end(Exchange exchange, Instant now) {
        Instant timeoutEnds = now.plus(timeout);
        Instant messageEnds = Unit.deadline(exchange);
        return messageEnds.isBefore(timeoutEnds) ? messageEnds : timeoutEnds;
    }
}
