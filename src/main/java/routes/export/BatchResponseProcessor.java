package routes.export;

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
 * Reads of the API's answer its status and its wish to wait, nothing else: any 2xx has the batch, whatever follows. A 401
 * renews the token once for each batch; once a renewed token was refused too, no more, until a batch is taken again.
 */
final class BatchResponseProcessor implements Processor {
    private static final String RENEWED = "export.renewed";

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
        RestOfAnswer.drop(body);
        meter.time("api_latency", Duration.between(sentAt, clock.instant()), "pipeline", "export");
        if (status == 401) {
            renewToken(exchange, sentAt);
        }
        HttpAnswer.check("API", status, retryAfter, clock.instant());
    }

    private void renewToken(Exchange exchange, Instant sentAt) {
        Shipment shipment = ExportRunRoutes.shipment(exchange);
        if (exchange.getProperty(RENEWED) != null) {
            shipment.renewedInVain();
        } else if (shipment.mayRenew()) {
            exchange.setProperty(RENEWED, true);
            api.refused(sentAt);
            throw new Transient("API answered 401, the token is renewed", Duration.ZERO);
        }
    }
}
