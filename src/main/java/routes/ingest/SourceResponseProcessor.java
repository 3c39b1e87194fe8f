package routes.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.support.SynchronizationAdapter;
import routes.observe.Meter;
import routes.policy.HttpAnswer;
import routes.policy.Transient;

/**
 * Reads the answer of a source into a {@link Page}; a body of {@code null} stands for no content. A 401 renews the
 * credentials once for each message.
 */
final class SourceResponseProcessor implements Processor {
    private static final String RENEWED = "ingest.renewed";

    private final PageReader reader;
    private final SourceRequestProcessor request;
    private final Meter meter;
    private final Clock clock;

    SourceResponseProcessor(PageReader reader, SourceRequestProcessor request, Meter meter, Clock clock) {
        this.reader = reader;
        this.request = request;
        this.meter = meter;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        PageTask task = exchange.getProperty(IngestRoutes.TASK, PageTask.class);
        Instant askedAt = exchange.getProperty(SourceRequestProcessor.ASKED_AT, Instant.class);
        int status = exchange.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
        String retryAfter = exchange.getMessage().getHeader("Retry-After", String.class);
        InputStream body = exchange.getMessage().getBody(InputStream.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        try (body) {
            renewCredentials(exchange, task, status, askedAt);
            HttpAnswer.check("source " + task.source().name(), status, retryAfter, clock.instant());
            if (status == 204 || body == null) {
                return;
            }
            Page page = reader.read(body, task.source().records());
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    page.content().close();
                }
            });
            exchange.getMessage().setBody(page);
        } finally {
            meter.time(
                    "api_latency",
                    Duration.between(askedAt, clock.instant()),
                    "source",
                    task.source().name());
        }
    }

    private void renewCredentials(Exchange exchange, PageTask task, int status, Instant askedAt) {
        boolean has = !(task.source().authentication() instanceof Authentication.None);
        if (status == 401 && has && exchange.getProperty(RENEWED) == null) {
            exchange.setProperty(RENEWED, true);
            request.refused(task.source().authentication(), askedAt);
            throw new Transient(
                    "source " + task.source().name() + " answered 401, credentials are renewed", Duration.ZERO);
        }
    }
}
