package routes.flights;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import routes.policy.RunId;
import routes.policy.Tick;
import routes.policy.TickTally;
import routes.policy.Transient;
import routes.policy.Unit;

/**
 * OpenSky to the raw zone: one snapshot a scheduled time, kept as it was received. What was missed is gone, so of several
 * times that are due only the latest is worked on.
 *
 * <pre>
 * | step             | in                                    | out                                            |
 * |------------------|---------------------------------------|------------------------------------------------|
 * | flights-fetch    | a schedule's event, or an order       | what the fetch came to                         |
 * | flights-tick     | {@link Tick}, or nothing: look         | the same, when a time was due                  |
 * | flights-snapshot | whatever it was asked by              | a raw object and the pointer to the newest one |
 * | flights-get      | nothing                               | {@link Snapshot}                               |
 * </pre>
 */
public final class FlightsFetchRoutes extends RouteBuilder {
    private static final String TICK = "flights.tick";
    static final String AT = "flights.at";
    private static final String OURS = "flights.ours";
    private static final String ENTRY = "flights.entry";
    private static final String SNAPSHOT = "flights.snapshot";
    private static final String NEW = "flights.new";
    private static final String STARTED = "flights.started";

    private final FlightsParts parts;
    private final Clock clock;

    public FlightsFetchRoutes(FlightsParts parts) {
        this.parts = parts;
        this.clock = parts.clock();
    }

    @Override
    public void configure() {
        TickTally fetches = new TickTally(Map.class);

        from("direct:flights-fetch").routeId("flights-fetch").errorHandler(noErrorHandler())
            .choice()
                .when(exchange -> Tick.isScheduled(order(exchange)))
                    .process(exchange -> exchange.getMessage().setBody(Tick.parse(order(exchange))))
                    .to("direct:flights-tick")
                .otherwise()
                    .to("direct:flights-snapshot");

        from("direct:flights-tick").routeId("flights-tick").errorHandler(noErrorHandler())
            .process(exchange -> exchange.setProperty(TICK, exchange.getMessage().getBody() instanceof Tick tick ? tick : Tick.look()))
            .process(exchange -> exchange.getMessage().setBody(parts.due(tick(exchange)))).id("flights-tick-ledger")
            .split(body(), fetches)
                .setProperty(AT, body())
                .process(exchange -> exchange.setProperty(OURS, parts.ticks().take(at(exchange), tick(exchange)))).id("flights-tick-claim")
                .filter(exchangeProperty(OURS))
                    .to("direct:flights-snapshot")
                    .process(exchange -> parts.ticks().finish(at(exchange))).id("flights-tick-finish")
                .end()
            .end()
            .process(fetches::rethrow);

        from("direct:flights-snapshot").routeId("flights-snapshot").routeConfigurationId("flights-fetch")
            .process(this::begin)
            .process(exchange -> exchange.setProperty(ENTRY, parts.gate().enter())).id("flights-snapshot-gate")
            .choice()
                .when(exchangeProperty(ENTRY).isInstanceOf(Skipped.class))
                    .process(exchange -> exchange.getMessage().setBody(parts.skip(exchange.getProperty(ENTRY, Skipped.class))))
                .otherwise()
                    .process(exchange -> SkyRequestProcessor.permit(exchange, exchange.getProperty(ENTRY, SourceGate.Entry.class)))
                    .process(exchange -> parts.lost().beginning(Unit.run(exchange), Optional.ofNullable(at(exchange)))).id("flights-snapshot-lost")
                    .process(exchange -> parts.executions().fetching(Unit.run(exchange))).id("flights-snapshot-begun")
                    .to("direct:flights-get")
                    .setProperty(SNAPSHOT, body())
                    .process(exchange -> exchange.setProperty(NEW, parts.rawZone().store(snapshot(exchange), Unit.run(exchange)))).id("flights-snapshot-raw")
                    .process(exchange -> parts.rawZone().point(snapshot(exchange))).id("flights-snapshot-latest")
                    .process(exchange -> parts.executions().fetched(Unit.run(exchange), snapshot(exchange), isNew(exchange))).id("flights-snapshot-done")
                    .process(this::conclude)
                .end();

        from("direct:flights-get").routeId("flights-get").errorHandler(noErrorHandler())
            .process(parts.request())
            .to("flights-http:source?throwExceptionOnFailure=false&disableStreamCache=true").id("flights-get-source")
            .process(parts.response());
    }

    private void begin(Exchange exchange) {
        Instant now = clock.instant();
        Instant at = exchange.getProperty(AT, now, Instant.class);
        Unit.begin(exchange, "flights", "flights-snapshot", RunId.of("flights", at, parts.random().nextLong()));
        exchange.setProperty(STARTED, now);
        Instant budgetEnds = now.plus(parts.settings().fetchBudget());
        Instant end = exchange.getProperty(Unit.DEADLINE, budgetEnds, Instant.class);
        exchange.setProperty(Unit.DEADLINE, end.isBefore(budgetEnds) ? end : budgetEnds);
        if (!now.isBefore(end)) {
            throw new Transient("no time left to begin", (Duration) null);
        }
    }

    private void conclude(Exchange exchange) {
        Duration took = Duration.between(exchange.getProperty(STARTED, Instant.class), clock.instant());
        exchange.getMessage().setBody(parts.fetched(snapshot(exchange), isNew(exchange), Unit.run(exchange), took));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> order(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    private static Tick tick(Exchange exchange) {
        return exchange.getProperty(TICK, Tick.class);
    }

    private static @Nullable Instant at(Exchange exchange) {
        return exchange.getProperty(AT, Instant.class);
    }

    private static Snapshot snapshot(Exchange exchange) {
        return exchange.getProperty(SNAPSHOT, Snapshot.class);
    }

    private static boolean isNew(Exchange exchange) {
        return exchange.getProperty(NEW, false, Boolean.class);
    }
}
