package routes.aggregator;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import routes.aggregator.Bundling.Work;
import routes.aggregator.Sweep.Found;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.EachMessage;
import routes.policy.EachMessage.Worked;
import routes.policy.Outage;
import routes.policy.Outcome;
import routes.policy.Parking;
import routes.policy.QueueMessage;
import routes.policy.RunId;
import routes.policy.Transient;
import routes.policy.Unit;
import routes.policy.UnitStart;

/**
 * S3 events to bundles, bundles to NiFi: the objects of a batch become one archive, which is sent once.
 *
 * <pre>
 * | step                | in                                    | out                                             |
 * |---------------------|---------------------------------------|-------------------------------------------------|
 * | aggregator-bundle   | {@link Batch} of S3 events            | {@link BatchResult}, bundles archived, enqueued |
 * | aggregator-finish   | the bundles of a batch that are ours  | what became of their objects                    |
 * | aggregator-make     | {@link Holding}, one of them          | the bundle archived and its delivery enqueued   |
 * | aggregator-deliver  | {@link Batch} of deliveries           | {@link BatchResult}, bundles sent               |
 * | aggregator-delivery | {@link QueueMessage}                  | {@link Outcome}                                 |
 * | aggregator-guess    | {@link Attempt}, no shared circuit    | as aggregator-post, unless this process refuses |
 * | aggregator-post     | {@link Attempt}                       | nothing, or what kept NiFi from taking it       |
 * | aggregator-sweep    | anything                              | what was found overdue and finished             |
 * </pre>
 */
public final class AggregatorRoutes extends RouteBuilder {
    static final String HOLDING = "aggregator.holding";
    static final String ATTEMPT = "aggregator.attempt";
    private static final String POST =
        "?httpMethod=POST&throwExceptionOnFailure=false&disableStreamCache=true&skipControlHeaders=true";
    private static final String WORK = "aggregator.work";
    private static final String FOUND = "aggregator.found";
    private static final String STARTED = "aggregator.started";

    private final AggregatorParts parts;
    private final Clock clock;

    public AggregatorRoutes(AggregatorParts parts) {
        this.parts = parts;
        this.clock = parts.clock();
    }

    @Override
    public void configure() {
        getContext().getRegistry().bind(AggregatorParts.CIRCUIT, parts.localCircuit());

        from("direct:aggregator-bundle").routeId("aggregator-bundle").errorHandler(noErrorHandler())
            .process(Unit::startBatch)
            .process(this::start)
            .process(exchange -> exchange.setProperty(WORK, parts.bundling().plan(batch(exchange), run(exchange)))).id("aggregator-bundle-ledger")
            .to("direct:aggregator-finish")
            .process(exchange -> exchange.getMessage().setBody(parts.settling().settle(work(exchange), took(exchange)))).id("aggregator-bundle-queue");

        from("direct:aggregator-sweep").routeId("aggregator-sweep").errorHandler(noErrorHandler())
            .process(this::start)
            .process(exchange -> exchange.setProperty(FOUND, parts.sweep().look(run(exchange)))).id("aggregator-sweep-ledger")
            .process(exchange -> exchange.setProperty(WORK, Work.of(run(exchange), found(exchange).toFinish())))
            .to("direct:aggregator-finish")
            .process(exchange -> exchange.getMessage().setBody(found(exchange).asMap()));

        from("direct:aggregator-finish").routeId("aggregator-finish").errorHandler(noErrorHandler())
            .split().exchange(exchange -> work(exchange).holdings()).aggregationStrategy(new BundleTally(parts.bundling()))
                .setProperty(HOLDING, body())
                .to("direct:aggregator-make")
            .end();

        from("direct:aggregator-make").routeId("aggregator-make").errorHandler(noErrorHandler())
            .process(this::inTime)
            .process(exchange -> exchange.getMessage().setBody(parts.bundling().archive(holding(exchange)))).id("aggregator-make-archive")
            .process(exchange -> parts.bundling().tell(holding(exchange))).id("aggregator-make-queue")
            .process(exchange -> parts.bundling().conclude(holding(exchange))).id("aggregator-make-ledger");

        from("direct:aggregator-deliver").routeId("aggregator-deliver").errorHandler(noErrorHandler())
            .process(Unit::startBatch)
            .process(this::start)
            .split().body(Batch.class, DeliveryClaims::oldestFirst).aggregationStrategy(new EachMessage())
                .to("direct:aggregator-delivery")
            .end()
            .process(exchange -> exchange.getMessage().setBody(parts.deliveries().conclude(worked(exchange), took(exchange))));

        from("direct:aggregator-delivery").routeId("aggregator-delivery")
            .onException(Transient.class).onWhen(BundleResponseProcessor::beginsAgain).maximumRedeliveries(1).redeliveryDelay(0).end()
            .onException(CallNotPermittedException.class).maximumRedeliveries(0).logExhausted(false).handled(true).process(this::refused).end()
            .onException(Throwable.class).onWhen(BundleResponseProcessor::isAccepted)
                .maximumRedeliveries(5).redeliveryDelay(100).backOffMultiplier(3).useExponentialBackOff()
                .handled(true).process(exchange -> exchange.getMessage().setBody(parts.deliveries().unnoted(attempt(exchange))))
            .end()
            .onException(Throwable.class).maximumRedeliveries(0).logExhausted(false).handled(true).process(this::failed).end()
            .process(new UnitStart("aggregator", "aggregator-delivery", parts.settings().nifi().timeout(), parts.spans(), clock))
            .process(this::begin).id("aggregator-delivery-ledger")
            .filter(body().isInstanceOf(Attempt.class))
                .setProperty(ATTEMPT, body())
                .choice()
                    .when(exchange -> attempt(exchange).isShared())
                        .to("direct:aggregator-post")
                    .otherwise()
                        .to("direct:aggregator-guess")
                .end()
                .process(exchange -> exchange.getMessage().setBody(parts.deliveries().delivered(attempt(exchange)))).id("aggregator-delivery-done")
            .end();

        from("direct:aggregator-guess").routeId("aggregator-guess").errorHandler(noErrorHandler())
            .circuitBreaker().resilience4jConfiguration().circuitBreaker(AggregatorParts.CIRCUIT).throwExceptionWhenHalfOpenOrOpenState(true).end()
                .to("direct:aggregator-post")
            .end();

        from("direct:aggregator-post").routeId("aggregator-post").errorHandler(noErrorHandler())
            .process(exchange -> exchange.getMessage().setBody(parts.deliveries().open(attempt(exchange)))).id("aggregator-post-archive")
            .process(parts.request())
            .to("aggregator-http:" + parts.settings().nifi().url() + POST).id("aggregator-post-nifi")
            .process(parts.response());
    }

    private void start(Exchange exchange) {
        exchange.setProperty(STARTED, clock.instant());
        Unit.begin(exchange, "aggregator", exchange.getFromRouteId(), newRunId());
    }

    private String newRunId() {
        return RunId.of("aggregator", clock.instant(), parts.random().nextLong());
    }

    /** A bundle that is not begun keeps its lease for nobody. */
    private void inTime(Exchange exchange) {
        Instant deadline = exchange.getProperty(Unit.DEADLINE, Instant.MAX, Instant.class);
        if (!clock.instant().isBefore(deadline)) {
            throw new Transient("no time left to begin", (Duration) null);
        }
    }

    private void begin(Exchange exchange) {
        Unit.run(exchange, newRunId());
        exchange.getMessage().setBody(parts.claims().begin(Unit.message(exchange), run(exchange)));
    }

    private void failed(Exchange exchange) {
        exchange.getMessage().setBody(parts.deliveries()
            .failed(Unit.message(exchange), attempt(exchange), Parking.failure(exchange), run(exchange)));
    }

    /** Our own circuit breaker is open. */
    private void refused(Exchange exchange) {
        Outage outage = new Outage("NiFi is down, as far as this process knows", parts.settings().circuit().cooldown());
        exchange.getMessage().setBody(
            parts.deliveries().failed(Unit.message(exchange), attempt(exchange), outage, run(exchange)));
    }

    private static Batch batch(Exchange exchange) {
        return exchange.getMessage().getBody(Batch.class);
    }

    private static String run(Exchange exchange) {
        return Unit.run(exchange);
    }

    static Work work(Exchange exchange) {
        return exchange.getProperty(WORK, Work.class);
    }

    static Holding holding(Exchange exchange) {
        return exchange.getProperty(HOLDING, Holding.class);
    }

    static @Nullable Attempt attempt(Exchange exchange) {
        return exchange.getProperty(ATTEMPT, Attempt.class);
    }

    private static Found found(Exchange exchange) {
        return exchange.getProperty(FOUND, Found.class);
    }

    private static Worked worked(Exchange exchange) {
        return exchange.getMessage().getBody(Worked.class);
    }

    private Duration took(Exchange exchange) {
        return Duration.between(exchange.getProperty(STARTED, Instant.class), clock.instant());
    }
}
