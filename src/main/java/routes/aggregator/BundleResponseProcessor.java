package routes.aggregator;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import routes.observe.Meter;
import routes.policy.HttpAnswer;
import routes.policy.RestOfAnswer;
import routes.policy.Transient;

/**
 * Reads of NiFi's answer its status and its wish to wait, nothing else: 2xx is delivered, whatever follows. A 401 or 403
 * renews the credentials once for each message.
 */
final class BundleResponseProcessor implements Processor {
    /** NiFi's status, where it answered. */
    static final String STATUS = "aggregator.nifi-status";

    private static final String RENEWED = "aggregator.renewed";

    private final NifiCredentials credentials;
    private final Meter meter;
    private final Clock clock;

    BundleResponseProcessor(NifiCredentials credentials, Meter meter, Clock clock) {
        this.credentials = credentials;
        this.meter = meter;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Instant sentAt = exchange.getProperty(BundleRequestProcessor.SENT_AT, Instant.class);
        int status = exchange.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
        String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        exchange.setProperty(STATUS, status);
        RestOfAnswer.drop(body);
        meter.time("nifi_latency", Duration.between(sentAt, clock.instant()), "pipeline", "aggregator");
        renewCredentials(exchange, status, sentAt);
        HttpAnswer.check("NiFi", status, retryAfter, clock.instant());
    }

    /** Whether the credentials have just been renewed: the same attempt begins once more. */
    static boolean beginsAgain(Exchange exchange) {
        int status = exchange.getProperty(STATUS, 0, Integer.class);
        return exchange.getProperty(RENEWED) != null && (status == 401 || status == 403);
    }

    /** Whether NiFi has taken the bundle: whatever fails now, it must not be sent again. */
    static boolean isAccepted(Exchange exchange) {
        int status = exchange.getProperty(STATUS, 0, Integer.class);
        return status >= 200 && status < 300;
    }

    private void renewCredentials(Exchange exchange, int status, Instant sentAt) {
        boolean refused = status == 401 || status == 403;
        if (refused && credentials.exist() && exchange.getProperty(RENEWED) == null) {
            exchange.setProperty(RENEWED, true);
            credentials.refused(sentAt);
            throw new Transient("NiFi answered " + status + ", credentials are renewed", Duration.ZERO);
        }
    }
}
