package routes.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import routes.lake.ObjectVersion;
import routes.lake.RecordBatch;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.EachMessage;
import routes.policy.EachMessage.Worked;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.policy.Outcome;
import routes.policy.QueueMessage;
import routes.policy.RunId;
import routes.policy.Tick;
import routes.policy.TickTally;
import routes.policy.Unit;
import routes.policy.UnitStart;

/**
 * Tables of the lake to an API: one question to Athena, its result in batches, each acknowledged once.
 *
 * <pre>
 * | step           | in                                       | out                                              |
 * |----------------|------------------------------------------|--------------------------------------------------|
 * | export-trigger | one event: a schedule's, S3's, a resume  | the result of each export in it, or what failed  |
 * | export-tick    | {@link Tick}, or nothing: look           | the exports of all scheduled times that were due |
 * | export-request | {@link Batch} of S3 events and resumes   | {@link BatchResult}                              |
 * | export-message | {@link QueueMessage}                     | {@link Outcome}                                  |
 * | export-told    | {@link Told}, one thing that an event told | {@link Settled}                                |
 * | export-answer  | {@link HttpCall}                         | {@link HttpReply}                                |
 * | export-order   | {@link ExportOrder} by hand, or an id    | {@link ExportResult}                             |
 * | export-run     | {@link Asked}                            | {@link ExportResult}, whatever happens           |
 * | export-work    | {@link Running}                          | {@link ExportResult}, or what kept it from one   |
 * | export-query   | {@link Running}                          | its {@link ResultContent} in S3                  |
 * | export-look    | {@link Running} with a query             | the same a while later, and where its result is  |
 * | export-send    | {@link Running} with a result            | {@link ExportResult}, batches sent               |
 * | export-batch   | {@link RecordBatch}                      | acknowledged, or parked                          |
 * | export-post    | {@link RecordBatch}                      | nothing, or what kept the API from taking it     |
 * </pre>
 */
public final class ExportRoutes extends RouteBuilder {
    private static final String ASKED = "export.asked";
    private static final String RUNNING = "export.running";
    private static final String TOLD = "export.told";
    private static final String LIES = "export.lies";
    private static final String LOOKS = "export.looks";
    private static final String SHIPMENT = "export.shipment";
    private static final String BATCH = "export.batch";
    private static final String ACCEPTED = "export.accepted";
    private static final String STARTED = "export.started";
    private static final String AT = "export.at";
    private static final String TICK = "export.tick";
    private static final String TAKEN = "export.taken";

    private final ExportParts parts;
    private final Clock clock;

    public ExportRoutes(ExportParts parts) {
        this.parts = parts;
        this.clock = parts.clock();
    }

    @Override
    public void configure() {
        TickTally exports = new TickTally(ExportResult.class);
        ExecutorService senders = getContext().getExecutorServiceManager()
            .newFixedThreadPool(this, "export-send", parts.settings().api().parallel());

        from("direct:export-trigger").routeId("export-trigger").errorHandler(noErrorHandler())
            .process(this::start)
            .process(exchange -> exchange.getMessage().setBody(parts.understand(event(exchange))))
            .split(body(), new SettledTally())
                .to("direct:export-told")
            .end()
            .process(exchange -> exchange.getMessage().setBody(parts.settling().answer(SettledTally.of(exchange))));

        from("direct:export-tick").routeId("export-tick").errorHandler(noErrorHandler())
            .process(exchange -> exchange.setProperty(TICK, exchange.getMessage().getBody() instanceof Tick tick ? tick : Tick.look()))
            .process(this::start)
            .process(exchange -> exchange.getMessage().setBody(parts.ticks().due(tick(exchange)))).id("export-tick-ledger")
            .split(body(), exports)
                .setProperty(AT, body())
                .process(exchange -> exchange.setProperty(TAKEN, parts.ticks().take(at(exchange), tick(exchange)))).id("export-tick-claim")
                .filter(exchangeProperty(TAKEN))
                    .process(exchange -> exchange.setProperty(ASKED, parts.events().timer(at(exchange)).orElse(null)))
                    .filter(exchangeProperty(ASKED).isNotNull())
                        .to("direct:export-run")
                        .process(exchange -> parts.settling().insist(result(exchange)))
                    .end()
                    .process(exchange -> parts.ticks().finish(at(exchange))).id("export-tick-finish")
                .end()
            .end()
            .process(exports::rethrow);

        from("direct:export-request").routeId("export-request").errorHandler(noErrorHandler())
            .process(Unit::startBatch)
            .process(exchange -> exchange.setProperty(STARTED, clock.instant()))
            .split().body(Batch.class, Batch::messages).aggregationStrategy(new EachMessage()).parallelProcessing().executorService(parts.workers())
                .to("direct:export-message")
            .end()
            .process(exchange -> exchange.getMessage().setBody(parts.settling().conclude(worked(exchange), took(exchange))));

        from("direct:export-message").routeId("export-message").routeConfigurationId("export-message")
            .process(new UnitStart("export", "export-message", ExportParts.LONGEST, parts.spans(), clock))
            .process(exchange -> Unit.run(exchange, newRunId()))
            .process(exchange -> exchange.getMessage().setBody(parts.understand(Unit.message(exchange))))
            .split(body(), new SettledTally())
                .to("direct:export-told")
            .end()
            .process(exchange -> exchange.getMessage().setBody(
                parts.settling().settle(Unit.message(exchange), SettledTally.of(exchange), Unit.run(exchange)))).id("export-message-queue");

        from("direct:export-told").routeId("export-told").errorHandler(noErrorHandler())
            .setProperty(TOLD, body())
            .process(exchange -> exchange.setProperty(ASKED, told(exchange).asked().orElse(null)))
            .choice()
                .when(exchange -> asked(exchange) instanceof ExportRequest || asked(exchange) instanceof Resume)
                    .to("direct:export-run")
                    .process(exchange -> exchange.getMessage().setBody(Settled.of(told(exchange), result(exchange))))
                .otherwise()
                    .process(exchange -> exchange.getMessage().setBody(Settled.of(told(exchange))));

        from("direct:export-order").routeId("export-order").errorHandler(noErrorHandler())
            .process(this::start)
            .process(exchange -> exchange.setProperty(ASKED, parts.asked(exchange.getMessage().getBody(), Unit.run(exchange))))
            .choice()
                .when(exchange -> asked(exchange) instanceof ExportRequest request && request.dryRun())
                    .process(exchange -> exchange.getMessage().setBody(parts.exports().dryRun((ExportRequest) asked(exchange))))
                .otherwise()
                    .to("direct:export-run");

        from("direct:export-answer").routeId("export-answer").routeConfigurationId("export-answer")
            .process(this::start)
            .process(exchange -> exchange.getMessage().setBody(parts.answers().read(exchange.getMessage().getBody(HttpCall.class))))
            .filter(body().isInstanceOf(ExportRequest.class))
                .setProperty(ASKED, body())
                .process(exchange -> exchange.setProperty(Unit.DEADLINE, soon(exchange)))
                .to("direct:export-run")
                .process(exchange -> exchange.getMessage().setBody(parts.answers().of(result(exchange))))
            .end();

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

    private void start(Exchange exchange) {
        Unit.begin(exchange, "export", exchange.getFromRouteId(), newRunId());
        Instant longest = clock.instant().plus(ExportParts.LONGEST);
        exchange.setProperty(Unit.DEADLINE, exchange.getProperty(Unit.DEADLINE, longest, Instant.class));
    }

    private String newRunId() {
        return RunId.of("export", clock.instant(), parts.random().nextLong());
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

    /** A caller waits no longer for an answer. */
    private Instant soon(Exchange exchange) {
        Instant soon = clock.instant().plus(parts.settings().http().answerWithin());
        return soon.isBefore(Unit.deadline(exchange)) ? soon : Unit.deadline(exchange);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> event(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    static boolean isAccepted(Exchange exchange) {
        return exchange.getProperty(ACCEPTED, false, Boolean.class);
    }

    static Shipment shipment(Exchange exchange) {
        return exchange.getProperty(SHIPMENT, Shipment.class);
    }

    static RecordBatch batch(Exchange exchange) {
        return exchange.getProperty(BATCH, RecordBatch.class);
    }

    static @Nullable Running running(Exchange exchange) {
        return exchange.getProperty(RUNNING, Running.class);
    }

    static @Nullable Asked asked(Exchange exchange) {
        return exchange.getProperty(ASKED, Asked.class);
    }

    private static Told told(Exchange exchange) {
        return exchange.getProperty(TOLD, Told.class);
    }

    private static ExportResult result(Exchange exchange) {
        return exchange.getMessage().getBody(ExportResult.class);
    }

    private static Tick tick(Exchange exchange) {
        return exchange.getProperty(TICK, Tick.class);
    }

    private static Instant at(Exchange exchange) {
        return exchange.getProperty(AT, Instant.class);
    }

    private static Worked worked(Exchange exchange) {
        return exchange.getMessage().getBody(Worked.class);
    }

    private Duration took(Exchange exchange) {
        return Duration.between(exchange.getProperty(STARTED, Instant.class), clock.instant());
    }
}
