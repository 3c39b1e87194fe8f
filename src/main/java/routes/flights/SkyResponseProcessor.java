package routes.flights;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import routes.policy.HttpAnswer;
import routes.policy.Transient;

/**
 * Reads the API's answer into a {@link Snapshot}. A 401 renews the token once for each fetch; a 429 closes the gate for
 * as long as the API says.
 */
final class SkyResponseProcessor implements Processor {
    private static final String RENEWED = "flights.renewed";
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;

    private final SourceSettings source;
    private final SourceGate gate;
    private final SkyRequestProcessor request;
    private final SnapshotReader reader;
    private final FlightNumbers numbers;
    private final Clock clock;

    SkyResponseProcessor(
            SourceSettings source,
            SourceGate gate,
            SkyRequestProcessor request,
            SnapshotReader reader,
            FlightNumbers numbers,
            Clock clock) {
        this.source = source;
        this.gate = gate;
        this.request = request;
        this.reader = reader;
        this.numbers = numbers;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Instant askedAt = exchange.getProperty(SkyRequestProcessor.ASKED_AT, Instant.class);
        int status = message.getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
        String retryAfter = message.getHeader("Retry-After", String.class);
        OptionalLong remaining = number(message.getHeader("X-Rate-Limit-Remaining", String.class));
        OptionalLong pause = number(message.getHeader("X-Rate-Limit-Retry-After-Seconds", String.class));
        InputStream body = message.getBody(InputStream.class);
        message.removeHeaders("*");
        message.setBody(null);
        remaining.ifPresent(numbers::credits);
        try (body) {
            if (status == UNAUTHORIZED) {
                renew(exchange, askedAt);
            }
            if (status == TOO_MANY) {
                throw gate.pause(pause, retryAfter);
            }
            HttpAnswer.check("OpenSky", status, retryAfter, clock.instant());
            if (body == null) {
                throw new Transient("OpenSky answered " + status + " without a snapshot", (Duration) null);
            }
            Snapshot snapshot = reader.read(body, askedAt, remaining);
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    snapshot.content().close();
                }
            });
            SkyRequestProcessor.ended(exchange).ifPresent(gate::succeeded);
            message.setBody(snapshot);
        }
    }

    private void renew(Exchange exchange, Instant askedAt) {
        if (source.secret().isPresent() && exchange.getProperty(RENEWED) == null) {
            exchange.setProperty(RENEWED, true);
            SkyRequestProcessor.ended(exchange).ifPresent(gate::release);
            request.refused(askedAt);
            throw new Transient("OpenSky answered 401, the token is renewed", Duration.ZERO);
        }
    }

    /** A whole number of 0 or more; empty for anything else. */
    private static OptionalLong number(@Nullable String header) {
        boolean digits = header != null && header.strip().matches("\\d{1,9}");
        return digits ? OptionalLong.of(Long.parseLong(header.strip())) : OptionalLong.empty();
    }
}
