package routes.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.EachMessage;
import routes.policy.EachMessage.Worked;
import routes.policy.QueueMessage;
import routes.policy.RunId;
import routes.policy.Tick;
import routes.policy.TickTally;
import routes.policy.Unit;
import routes.policy.UnitStart;

/**
 * Paged source APIs into the raw zone: a plan makes one message a page, a fetch makes one gzip object of each message.
 *
 * <pre>
 * | step           | in                                     | out                                            |
 * |----------------|----------------------------------------|------------------------------------------------|
 * | ingest-trigger | a schedule's event, or a range of days | the plan's result                              |
 * | ingest-tick    | {@link Tick}, or nothing: look          | the plans of all scheduled times that were due |
 * | ingest-plan    | {@link PlanRequest}                    | {@link PlanResult}, messages on the queues     |
 * | ingest-fetch   | {@link Batch}                          | {@link BatchResult}, the next pages enqueued   |
 * | ingest-page    | {@link QueueMessage}                   | {@link StoredPage}, or an outcome              |
 * | ingest-get     | {@link PageTask}                       | {@link Page}                                   |
 * </pre>
 */
public final class IngestRoutes extends RouteBuilder {
    static final String TASK = "ingest.task";
    static final String CHUNK = "ingest.chunk";
    static final String REQUEST = "ingest.request";
    private static final String STARTED = "ingest.started";
    private static final String AT = "ingest.at";
    private static final String TAKEN = "ingest.taken";
    private static final String TICK = "ingest.tick";

    private final IngestParts parts;
    private final Clock clock;

    public IngestRoutes(IngestParts parts) {
        this.parts = parts;
        this.clock = parts.clock();
    }

    @Override
    public void configure() {
        TickTally plans = new TickTally(PlanResult.class);

        from("direct:ingest-trigger").routeId("ingest-trigger").errorHandler(noErrorHandler())
            .choice()
                .when(exchange -> Tick.isScheduled(event(exchange)))
                    .process(exchange -> exchange.getMessage().setBody(Tick.parse(event(exchange))))
                    .to("direct:ingest-tick")
                .otherwise()
                    .process(exchange -> exchange.getMessage().setBody(PlanRequest.parse(event(exchange), newRunId())))
                    .to("direct:ingest-plan");

        from("direct:ingest-tick").routeId("ingest-tick").errorHandler(noErrorHandler())
            .process(exchange -> exchange.setProperty(TICK, exchange.getMessage().getBody() instanceof Tick tick ? tick : Tick.look()))
            .process(exchange -> exchange.getMessage().removeHeaders("*"))
            .process(exchange -> exchange.getMessage().setBody(parts.ticks().due(tick(exchange)))).id("ingest-tick-ledger")
            .split(body(), plans)
                .setProperty(AT, body())
                .process(exchange -> exchange.setProperty(TAKEN, parts.ticks().take(at(exchange), tick(exchange)))).id("ingest-tick-claim")
                .filter(exchangeProperty(TAKEN))
                    .process(exchange -> exchange.getMessage().setBody(scheduled(at(exchange))))
                    .to("direct:ingest-plan")
                    .process(exchange -> parts.ticks().finish(at(exchange))).id("ingest-tick-finish")
                .end()
            .end()
            .process(plans::rethrow);

        from("direct:ingest-plan").routeId("ingest-plan").errorHandler(noErrorHandler())
            .setProperty(REQUEST, body())
            .split().body(PlanRequest.class, parts.planning()::chunks).aggregationStrategy(new PlanTally()).streaming()
                .setProperty(CHUNK, body())
                .filter(exchange -> !exchange.getProperty(REQUEST, PlanRequest.class).dryRun())
                    .process(exchange -> parts.planning().send(exchange.getProperty(CHUNK, PlanChunk.class))).id("ingest-plan-queue")
                .end()
            .end()
            .process(IngestRoutes::concludePlan);

        from("direct:ingest-fetch").routeId("ingest-fetch").errorHandler(noErrorHandler())
            .process(Unit::startBatch)
            .process(exchange -> exchange.setProperty(STARTED, clock.instant()))
            .split().body(Batch.class, Batch::messages).aggregationStrategy(new EachMessage()).parallelProcessing().executorService(parts.workers())
                .to("direct:ingest-page")
            .end()
            .process(exchange -> exchange.getMessage().setBody(parts.fetching().followOn(worked(exchange), took(exchange)))).id("ingest-fetch-queue");

        from("direct:ingest-page").routeId("ingest-page").routeConfigurationId("ingest-message")
            .process(new UnitStart("ingest", "ingest-page", parts.settings().messageBudget(), parts.spans(), clock))
            .process(this::understand)
            .process(this::enter)
            .to("direct:ingest-get")
            .choice()
                .when(exchange -> exchange.getMessage().getBody() == null)
                    .process(exchange -> exchange.getMessage().setBody(parts.rawZone().nothing(task(exchange), askedAt(exchange))))
                    .id("ingest-page-end")
                .otherwise()
                    .process(exchange -> exchange.getMessage().setBody(
                        parts.rawZone().store(task(exchange), exchange.getMessage().getBody(Page.class), askedAt(exchange))))
                    .id("ingest-page-raw");

        from("direct:ingest-get").routeId("ingest-get").errorHandler(noErrorHandler())
            .process(parts.request())
            .to("ingest-http:source?throwExceptionOnFailure=false&disableStreamCache=true").id("ingest-get-source")
            .process(parts.response());
    }

    private String newRunId() {
        return RunId.of("ingest", clock.instant(), parts.random().nextLong());
    }

    /** The same time gives the same run id. */
    private PlanRequest scheduled(Instant at) {
        return PlanRequest.scheduled(at, parts.settings().lookbackDays(), RunId.of("ingest", at, at.getEpochSecond()));
    }

    private void understand(Exchange exchange) {
        PageTask task = parts.fetching().understand(Unit.message(exchange));
        exchange.setProperty(TASK, task);
        Unit.run(exchange, task.message().runId().orElse("none"));
    }

    private void enter(Exchange exchange) {
        Duration left = Duration.between(clock.instant(), Unit.deadline(exchange));
        Runnable leave = parts.pace().enter(task(exchange).source(), left);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                leave.run();
            }
        });
    }

    private static void concludePlan(Exchange exchange) {
        PlanResult result = PlanTally.result(exchange);
        if (!result.failed().isEmpty()) {
            throw new PlanIncomplete(result);
        }
        exchange.getMessage().setBody(result);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> event(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    private static Tick tick(Exchange exchange) {
        return exchange.getProperty(TICK, Tick.class);
    }

    private static Instant at(Exchange exchange) {
        return exchange.getProperty(AT, Instant.class);
    }

    private static PageTask task(Exchange exchange) {
        return exchange.getProperty(TASK, PageTask.class);
    }

    private static Instant askedAt(Exchange exchange) {
        return exchange.getProperty(SourceRequestProcessor.ASKED_AT, Instant.class);
    }

    private Duration took(Exchange exchange) {
        return Duration.between(exchange.getProperty(STARTED, Instant.class), clock.instant());
    }

    private static Worked worked(Exchange exchange) {
        return exchange.getMessage().getBody(Worked.class);
    }
}
