package routes.eventlog;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.EventMessage;
import routes.policy.RunId;
import routes.policy.Tick;
import routes.policy.TickTally;
import routes.policy.Unit;

/**
 * Event files to checkpoints: each file is read once, and its event is merged into its group's Parquet file.
 *
 * <pre>
 * | step                | in                                     | out                                          |
 * |---------------------|----------------------------------------|----------------------------------------------|
 * | eventlog-trigger    | a schedule's event, or a sweep's order | what the sweep came to                       |
 * | eventlog-tick       | {@link Tick}, or nothing: look          | the sweeps that were due                     |
 * | eventlog-sweep      | {@link SweepRequest}                   | whatever is missing is taken in              |
 * | eventlog-collect    | {@link Batch} of S3 events             | {@link BatchResult}, their files taken in    |
 * | eventlog-take       | files that may have to be read         | their events in checkpoints, noted           |
 * | eventlog-read       | some of them                           | what each holds; bad ones are in quarantine  |
 * | eventlog-save       | {@link Taken}                          | every group's checkpoint saved, then noted   |
 * | eventlog-checkpoint | {@link GroupWork}                      | {@link GroupResult}                          |
 * | eventlog-merge      | {@link GroupWork}                      | the same, unless somebody else was faster    |
 * </pre>
 */
public final class EventlogRoutes extends RouteBuilder {
    private static final String AT = "eventlog.at";
    private static final String TICK = "eventlog.tick";
    private static final String OURS = "eventlog.ours";
    private static final String SWEEP = "eventlog.sweep";
    private static final String STARTED = "eventlog.started";
    private static final String READING = "eventlog.reading";
    private static final String MESSAGES = "eventlog.messages";
    private static final String TAKEN = "eventlog.taken";
    private static final String SLICE = "eventlog.slice";
    private static final String WORK = "eventlog.work";

    private final EventlogParts parts;
    private final Clock clock;

    public EventlogRoutes(EventlogParts parts) {
        this.parts = parts;
        this.clock = parts.clock();
    }

    @Override
    public void configure() {
        TickTally sweeps = new TickTally(Map.class);
        ExecutorService readers = getContext().getExecutorServiceManager()
            .newFixedThreadPool(this, "eventlog-read", parts.settings().readers());

        from("direct:eventlog-trigger").routeId("eventlog-trigger").errorHandler(noErrorHandler())
            .choice()
                .when(exchange -> Tick.isScheduled(event(exchange)))
                    .process(exchange -> exchange.getMessage().setBody(Tick.parse(event(exchange))))
                    .to("direct:eventlog-tick")
                .otherwise()
                    .process(exchange -> exchange.getMessage().setBody(SweepRequest.parse(event(exchange))))
                    .to("direct:eventlog-sweep");

        from("direct:eventlog-tick").routeId("eventlog-tick").errorHandler(noErrorHandler())
            .process(exchange -> exchange.setProperty(TICK, exchange.getMessage().getBody() instanceof Tick tick ? tick : Tick.look()))
            .process(exchange -> exchange.getMessage().setBody(parts.ticks().due(tick(exchange)))).id("eventlog-tick-ledger")
            .split(body(), sweeps)
                .setProperty(AT, body())
                .process(exchange -> exchange.setProperty(OURS, parts.ticks().take(at(exchange), tick(exchange)))).id("eventlog-tick-claim")
                .filter(exchangeProperty(OURS))
                    .process(exchange -> exchange.getMessage().setBody(SweepRequest.DAILY))
                    .to("direct:eventlog-sweep")
                    .process(exchange -> parts.ticks().finish(at(exchange))).id("eventlog-tick-finish")
                .end()
            .end()
            .process(sweeps::rethrow);

        from("direct:eventlog-sweep").routeId("eventlog-sweep").errorHandler(noErrorHandler())
            .process(this::start)
            .process(exchange -> exchange.setProperty(SWEEP, parts.sweep().begin(request(exchange), Unit.run(exchange), time(exchange)))).id("eventlog-sweep-checkpoints")
            .loopDoWhile(exchange -> sweep(exchange).hasMore() && hasTime(exchange))
                .process(exchange -> exchange.getMessage().setBody(sweep(exchange).next(time(exchange)))).id("eventlog-sweep-list")
                .filter(exchange -> !sweep(exchange).request().dryRun())
                    .to("direct:eventlog-take")
                    .process(exchange -> sweep(exchange).add(taken(exchange)))
                    .process(this::keep).id("eventlog-sweep-claim")
                .end()
            .end()
            .process(exchange -> exchange.setProperty(TAKEN, sweep(exchange).leftovers()))
            .to("direct:eventlog-save")
            .process(exchange -> sweep(exchange).add(taken(exchange)))
            .process(exchange -> exchange.getMessage().setBody(sweep(exchange).conclude()));

        from("direct:eventlog-collect").routeId("eventlog-collect").errorHandler(noErrorHandler())
            .process(Unit::startBatch)
            .process(exchange -> exchange.setProperty(MESSAGES, parts.intake().read(exchange.getMessage().getBody(Batch.class).messages())))
            .process(this::start)
            .process(exchange -> exchange.getMessage().setBody(parts.unknown(messages(exchange)))).id("eventlog-collect-ledger")
            .to("direct:eventlog-take")
            .process(exchange -> exchange.getMessage().setBody(parts.settling().settle(messages(exchange), taken(exchange)))).id("eventlog-collect-queue");

        from("direct:eventlog-take").routeId("eventlog-take").errorHandler(noErrorHandler())
            .process(exchange -> exchange.setProperty(TAKEN, new Taken(Unit.run(exchange))))
            .process(exchange -> exchange.setProperty(READING, time(exchange)))
            .split().exchange(this::slices).aggregationStrategy(new FilesTally()).parallelProcessing().executorService(readers)
                .setProperty(SLICE, body())
                .to("direct:eventlog-read")
            .end()
            .to("direct:eventlog-save")
            .process(exchange -> parts.numbers().tell(taken(exchange), took(exchange)));

        from("direct:eventlog-read").routeId("eventlog-read").errorHandler(noErrorHandler())
            .process(exchange -> exchange.getMessage().setBody(parts.files().read(slice(exchange), exchange.getProperty(READING, TimeLeft.class)))).id("eventlog-read-source");

        from("direct:eventlog-save").routeId("eventlog-save").errorHandler(noErrorHandler())
            .split().exchange(exchange -> parts.inTurn(taken(exchange).work())).aggregationStrategy(new GroupsTally())
                .filter(exchange -> time(exchange).isAny())
                    .to("direct:eventlog-checkpoint")
                .end()
            .end()
            .process(exchange -> parts.ledger().note(taken(exchange))).id("eventlog-save-ledger");

        from("direct:eventlog-checkpoint").routeId("eventlog-checkpoint").routeConfigurationId("eventlog-checkpoint")
            .setProperty(WORK, body())
            .to("direct:eventlog-merge")
            .process(exchange -> parts.checkpointing().release(work(exchange).group(), Unit.run(exchange))).id("eventlog-checkpoint-lease");

        from("direct:eventlog-merge").routeId("eventlog-merge").errorHandler(noErrorHandler())
            .process(exchange -> parts.checkpointing().take(work(exchange).group(), Unit.run(exchange), attempts(exchange))).id("eventlog-merge-lease")
            .process(exchange -> exchange.getMessage().setBody(parts.checkpointing().merge(work(exchange), time(exchange)))).id("eventlog-merge-checkpoint")
            .process(exchange -> exchange.getMessage().setBody(parts.checkpointing().store(exchange.getMessage().getBody(Checkpoint.class)))).id("eventlog-merge-store");
    }

    private void start(Exchange exchange) {
        exchange.setProperty(STARTED, clock.instant());
        Unit.begin(exchange, "eventlog", exchange.getFromRouteId(), RunId.of("eventlog", clock.instant(), parts.random().nextLong()));
    }

    /** No files are begun that could not be finished. */
    private boolean hasTime(Exchange exchange) {
        boolean left = time(exchange).isAny();
        if (!left) {
            sweep(exchange).outOfTime();
        }
        return left;
    }

    private TimeLeft time(Exchange exchange) {
        return TimeLeft.until(exchange.getProperty(Unit.DEADLINE, Instant.MAX, Instant.class), clock);
    }

    /** A sweep may take longer than a lease. */
    private void keep(Exchange exchange) {
        Instant at = exchange.getProperty(AT, Instant.class);
        if (at != null) {
            parts.ticks().keep(at);
        }
    }

    @SuppressWarnings("unchecked")
    private List<List<Candidate>> slices(Exchange exchange) {
        return parts.slices(exchange.getMessage().getBody(List.class));
    }

    private static int attempts(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> event(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    private static SweepRequest request(Exchange exchange) {
        return exchange.getMessage().getBody(SweepRequest.class);
    }

    private static Tick tick(Exchange exchange) {
        return exchange.getProperty(TICK, Tick.class);
    }

    private static Instant at(Exchange exchange) {
        return exchange.getProperty(AT, Instant.class);
    }

    private static SweepRun sweep(Exchange exchange) {
        return exchange.getProperty(SWEEP, SweepRun.class);
    }

    @SuppressWarnings("unchecked")
    private static List<EventMessage> messages(Exchange exchange) {
        return exchange.getProperty(MESSAGES, List.class);
    }

    static Taken taken(Exchange exchange) {
        return exchange.getProperty(TAKEN, Taken.class);
    }

    @SuppressWarnings("unchecked")
    static List<Candidate> slice(Exchange exchange) {
        return exchange.getProperty(SLICE, List.class);
    }

    static GroupWork work(Exchange exchange) {
        return exchange.getProperty(WORK, GroupWork.class);
    }

    private Duration took(Exchange exchange) {
        return Duration.between(exchange.getProperty(STARTED, Instant.class), clock.instant());
    }
}
