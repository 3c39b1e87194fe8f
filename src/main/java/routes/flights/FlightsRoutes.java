package routes.flights;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import routes.flights.Converting.Made;
import routes.lake.S3Event;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.EventMessage;
import routes.policy.QueueMessage;
import routes.policy.RunId;
import routes.policy.Transient;
import routes.policy.Unit;

/**
 * Raw snapshots to Parquet, and Parquet to a verdict.
 *
 * <pre>
 * | step             | in                            | out                                                          |
 * |------------------|-------------------------------|--------------------------------------------------------------|
 * | flights-convert  | {@link Batch} of S3 events    | {@link BatchResult}, a Parquet file for each raw object      |
 * | flights-rows     | {@link S3Event}               | its file, and the states that could not become rows          |
 * | flights-validate | {@link Batch} of S3 events    | {@link BatchResult}, a report for each file                  |
 * | flights-judge    | {@link S3Event}               | its report; an alert and quarantine where it asks for them   |
 * </pre>
 */
public final class FlightsRoutes extends RouteBuilder {
    private static final String MESSAGES = "flights.messages";
    private static final String EVENT = "flights.event";
    private static final String OBJECT = "flights.object";
    private static final String MADE = "flights.made";
    private static final String STORED = "flights.stored";
    private static final String JUDGED = "flights.judged";
    private static final String STARTED = "flights.started";
    static final String STEP = "flights.step";

    private final FlightsParts parts;
    private final Clock clock;

    public FlightsRoutes(FlightsParts parts) {
        this.parts = parts;
        this.clock = parts.clock();
    }

    @Override
    public void configure() {
        ExecutorService workers = getContext().getExecutorServiceManager()
            .newFixedThreadPool(this, "flights-worker", parts.settings().parallel());

        from("direct:flights-convert").routeId("flights-convert").errorHandler(noErrorHandler())
            .process(Unit::startBatch)
            .process(this::start)
            .process(exchange -> exchange.setProperty(MESSAGES, parts.intake().raw(batch(exchange))))
            .split().exchange(FlightsRoutes::events).aggregationStrategy(new FateTally()).parallelProcessing().executorService(workers)
                .setProperty(EVENT, body())
                .to("direct:flights-rows")
            .end()
            .process(exchange -> exchange.getMessage().setBody(settled(exchange, "flights-convert"))).id("flights-convert-queue");

        from("direct:flights-rows").routeId("flights-rows").routeConfigurationId("flights-snapshot")
            .process(exchange -> exchange.setProperty(OBJECT, parts.converting().find(event(exchange).key()))).id("flights-rows-head")
            .process(exchange -> begin(exchange, "flights-convert"))
            .process(exchange -> keep(exchange, parts.converting().convert(object(exchange)))).id("flights-rows-raw")
            .process(exchange -> exchange.setProperty(STORED, parts.converting().store(made(exchange)).isPresent())).id("flights-rows-store")
            .process(exchange -> parts.executions().converted(made(exchange), exchange.getProperty(STORED, Boolean.class))).id("flights-rows-done")
            .process(exchange -> parts.numbers().converted(made(exchange), took(exchange)));

        from("direct:flights-validate").routeId("flights-validate").errorHandler(noErrorHandler())
            .process(Unit::startBatch)
            .process(this::start)
            .process(exchange -> exchange.setProperty(MESSAGES, parts.intake().processed(batch(exchange))))
            .split().exchange(FlightsRoutes::events).aggregationStrategy(new FateTally()).parallelProcessing().executorService(workers)
                .setProperty(EVENT, body())
                .to("direct:flights-judge")
            .end()
            .process(exchange -> exchange.getMessage().setBody(settled(exchange, "flights-validate"))).id("flights-validate-queue");

        from("direct:flights-judge").routeId("flights-judge").routeConfigurationId("flights-snapshot")
            .process(exchange -> exchange.setProperty(OBJECT, parts.judging().find(event(exchange).key()).orElse(null))).id("flights-judge-head")
            .filter(exchangeProperty(OBJECT).isNotNull())
                .process(exchange -> begin(exchange, "flights-validate"))
                .process(exchange -> exchange.setProperty(JUDGED, parts.judging().judge(object(exchange)))).id("flights-judge-file")
                .process(exchange -> parts.quarantine().report(judged(exchange))).id("flights-judge-report")
                .filter(exchange -> judged(exchange).complains())
                    .process(exchange -> parts.alerts().quality(judged(exchange))).id("flights-judge-alert")
                .end()
                .filter(exchange -> judged(exchange).toQuarantine())
                    .process(exchange -> parts.quarantine().take(judged(exchange))).id("flights-judge-quarantine")
                .end()
                .process(exchange -> parts.executions().judged(judged(exchange))).id("flights-judge-done")
                .filter(exchange -> judged(exchange).toQuarantine())
                    .process(exchange -> parts.quarantine().remove(judged(exchange))).id("flights-judge-removal")
                .end()
                .process(exchange -> parts.numbers().judged(judged(exchange), took(exchange)))
            .end();
    }

    private void start(Exchange exchange) {
        Unit.begin(exchange, "flights", exchange.getFromRouteId(), RunId.of("flights", clock.instant(), parts.random().nextLong()));
    }

    /** From here on what becomes of the object is tracked. */
    private void begin(Exchange exchange, String step) {
        Instant now = clock.instant();
        if (!now.isBefore(exchange.getProperty(Unit.DEADLINE, Instant.MAX, Instant.class))) {
            throw new Transient("no time left to begin", (Duration) null);
        }
        StoredSnapshot object = object(exchange);
        exchange.setProperty(STEP, step);
        exchange.setProperty(STARTED, now);
        Unit.begin(exchange, "flights", step, object.executionId());
        parts.executions().started(object, step);
    }

    private static void keep(Exchange exchange, Made made) {
        exchange.setProperty(MADE, made);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                made.close();
            }
        });
    }

    private static List<S3Event> events(Exchange exchange) {
        return EventMessage.events(messages(exchange));
    }

    private BatchResult settled(Exchange exchange, String step) {
        return parts.settled(messages(exchange), step, Unit.run(exchange), FateTally.of(exchange));
    }

    private static List<QueueMessage> batch(Exchange exchange) {
        return exchange.getMessage().getBody(Batch.class).messages();
    }

    @SuppressWarnings("unchecked")
    private static List<EventMessage> messages(Exchange exchange) {
        return exchange.getProperty(MESSAGES, List.class);
    }

    static S3Event event(Exchange exchange) {
        return exchange.getProperty(EVENT, S3Event.class);
    }

    private static StoredSnapshot object(Exchange exchange) {
        return exchange.getProperty(OBJECT, StoredSnapshot.class);
    }

    private static Made made(Exchange exchange) {
        return exchange.getProperty(MADE, Made.class);
    }

    private static Judged judged(Exchange exchange) {
        return exchange.getProperty(JUDGED, Judged.class);
    }

    private Duration took(Exchange exchange) {
        return Duration.between(exchange.getProperty(STARTED, Instant.class), clock.instant());
    }
}
