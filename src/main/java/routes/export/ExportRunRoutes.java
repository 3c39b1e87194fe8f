package routes.export;

import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import routes.lake.ObjectVersion;
import routes.lake.RecordBatch;
import routes.policy.Unit;

/**
 * One export: one question to Athena, its result in batches, each acknowledged once.
 *
 * <pre>
 * | step         | in                                      | out                                             |
 * |--------------|-----------------------------------------|-------------------------------------------------|
 * | export-run   | {@link Asked}                           | {@link ExportResult}, whatever happens          |
 * | export-work  | {@link Running}                         | {@link ExportResult}, or what kept it from one  |
 * | export-query | {@link Running}                         | its {@link ResultContent} in S3                 |
 * | export-look  | {@link Running} with a query            | the same a while later, and where its result is |
 * | export-send  | {@link Running} with a result           | {@link ExportResult}, batches sent              |
 * | export-batch | {@link RecordBatch}                     | acknowledged, or parked                         |
 * | export-post  | {@link RecordBatch}                     | nothing, or what kept the API from taking it    |
 * </pre>
 */
final class ExportRunRoutes extends RouteBuilder {
    /** Property: the {@link Asked} that the run is for. */
    static final String ASKED = "export.asked";

    private static final String RUNNING = "export.running";
    private static final String LIES = "export.lies";
    private static final String LOOKS = "export.looks";
    private static final String SHIPMENT = "export.shipment";
    private static final String BATCH = "export.batch";
    private static final String ACCEPTED = "export.accepted";

    private final ExportParts parts;

    ExportRunRoutes(ExportParts parts) {
        this.parts = parts;
    }

    @Override
    public void configure() {
        ExecutorService senders = getContext().getExecutorServiceManager()
            .newFixedThreadPool(this, "export-send", parts.settings().api().parallel());

        from("direct:export-run").routeId("export-run").routeConfigurationId("export-run")
            .process(this::begin).id("export-run-ledger")
            .filter(exchangeProperty(RUNNING).isNotNull())
                .to("direct:export-work")
            .end();

        from("direct:export-work").routeId("export-work").errorHandler(noErrorHandler())
            .to("direct:export-query")
            .to("direct:export-send");

        from("direct:export-query").routeId("export-query").errorHandler(noErrorHandler())
            .filter(exchange -> running(exchange).row().content().isEmpty())
                .process(exchange -> parts.querying().ask(running(exchange))).id("export-query-athena")
                .loopDoWhile(exchangeProperty(LIES).isNull())
                    .to("direct:export-look")
                .end()
                .process(exchange -> parts.sending().count(running(exchange), exchange.getProperty(LIES, ObjectVersion.class), Unit.deadline(exchange))).id("export-query-results")
            .end();

        from("direct:export-look").routeId("export-look").errorHandler(noErrorHandler())
            .delay().exchange(exchange -> parts.querying().pause(exchange.getProperty(LOOKS, 0, Integer.class)).toMillis()).syncDelayed()
            .process(this::look).id("export-look-athena");

        from("direct:export-send").routeId("export-send").errorHandler(noErrorHandler())
            .process(this::open).id("export-send-results")
            // Synchronous, or a sender would go on with whatever the message asks for next, its query for instance.
            .split(exchangeProperty(SHIPMENT)).streaming().parallelProcessing().synchronous().executorService(senders)
                .to("direct:export-batch")
            .end()
            .process(exchange -> exchange.getMessage().setBody(parts.sending().conclude(shipment(exchange)))).id("export-send-ledger");

        from("direct:export-batch").routeId("export-batch").routeConfigurationId("export-batch")
            .process(this::startBatch)
            .filter(exchange -> !shipment(exchange).isStopped())
                .to("direct:export-post")
                .setProperty(ACCEPTED, constant(true))
                .process(exchange -> parts.sending().sent(shipment(exchange), batch(exchange))).id("export-batch-ledger")
            .end();

        from("direct:export-post").routeId("export-post").errorHandler(noErrorHandler())
            .process(parts.request())
            .to("export-http:api?throwExceptionOnFailure=false&disableStreamCache=true").id("export-post-api")
            .process(parts.response());
    }

    private void begin(Exchange exchange) {
        Begun begun = parts.exports().begin(asked(exchange), Unit.run(exchange));
        exchange.setProperty(RUNNING, begun instanceof Begun.Ours ours ? ours.export() : null);
        exchange.getMessage().setBody(parts.exports().shown(begun));
    }

    private void look(Exchange exchange) {
        exchange.setProperty(LOOKS, exchange.getProperty(LOOKS, 0, Integer.class) + 1);
        exchange.setProperty(LIES, parts.querying().look(running(exchange), Unit.deadline(exchange)));
    }

    private void open(Exchange exchange) {
        Shipment shipment = parts.sending().open(running(exchange), Unit.deadline(exchange));
        exchange.setProperty(SHIPMENT, shipment);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                shipment.close();
            }
        });
    }

    private void startBatch(Exchange exchange) {
        exchange.setProperty(BATCH, exchange.getMessage().getBody());
        Unit.begin(exchange, "export", "export-batch", Unit.run(exchange));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                shipment(done).arrived();
            }
        });
    }

    static @Nullable Asked asked(Exchange exchange) {
        return exchange.getProperty(ASKED, Asked.class);
    }

    static @Nullable Running running(Exchange exchange) {
        return exchange.getProperty(RUNNING, Running.class);
    }

    static Shipment shipment(Exchange exchange) {
        return exchange.getProperty(SHIPMENT, Shipment.class);
    }

    static RecordBatch batch(Exchange exchange) {
        return exchange.getProperty(BATCH, RecordBatch.class);
    }

    static boolean isAccepted(Exchange exchange) {
        return exchange.getProperty(ACCEPTED, false, Boolean.class);
    }
}
