package routes.export;

import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpMethods;
import routes.lake.RecordBatch;

/** Makes of a batch the POST that brings it to the API, with exactly the headers that may cross the border. */
final class BatchRequestProcessor implements Processor {
    static final String SENT_AT = "export.sent-at";

    private final Api api;
    private final Clock clock;

    BatchRequestProcessor(Api api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        RecordBatch batch = ExportRunRoutes.batch(exchange);
        String exportId = ExportRunRoutes.shipment(exchange).export().request().exportId();
        exchange.setProperty(SENT_AT, clock.instant());
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(HttpConstants.HTTP_URI, api.target().toString());
        message.setHeader(HttpConstants.HTTP_METHOD, HttpMethods.POST);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Accept", "application/json");
        message.setHeader("Authorization", "Bearer " + api.token());
        message.setHeader("Idempotency-Key", exportId + "-" + batch.number());
        message.setBody(batch.body());
    }
}
