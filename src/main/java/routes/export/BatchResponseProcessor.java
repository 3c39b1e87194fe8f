package routes.export;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.observe.Meter;
import routes.policy.HttpAnswer;
import routes.policy.Transient;

/**
 * Reads of the API's answer its status and its wish to wait, nothing else: any 2xx has the batch, whatever follows. A 401
 * renews the token once for each batch.
 */
final class BatchResponseProcessor implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(BatchResponseProcessor.class);
    private static final String RENEWED = "export.renewed";
    private static final int LONGEST_REST = 8 * 1024;

    private final Api api;
    private final Meter meter;
    private final Clock clock;

    BatchResponseProcessor(Api api, Meter meter, Clock clock) {
        this.api = api;
        this.meter = meter;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Instant sentAt = exchange.getProperty(BatchRequestProcessor.SENT_AT, Instant.class);
        int status = exchange.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
        String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        drop(body);
        meter.time("api_latency", Duration.between(sentAt, clock.instant()), "pipeline", "export");
        if (status == 401 && exchange.getProperty(RENEWED) == null) {
            exchange.setProperty(RENEWED, true);
            api.refused(sentAt);
            throw new Transient("API answered 401, the token is renewed", Duration.ZERO);
        }
        HttpAnswer.check("API", status, retryAfter, clock.instant());
    }

    /** A short body is read to its end, so that the connection can be used again; a longer one breaks it. */
    private static void drop(@Nullable InputStream body) {
        if (body == null) {
            return;
        }
        try (body) {
            body.readNBytes(LONGEST_REST);
        } catch (IOException e) {
            // The API has answered, and its status holds: a failure here would send an acknowledged batch again.
            LOG.debug("the rest of the API's answer was lost: {}", e.getClass().getSimpleName());
        }
    }
}
