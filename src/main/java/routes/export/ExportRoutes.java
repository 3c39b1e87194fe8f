package routes.export;

import static routes.export.ExportRunRoutes.ASKED;
import static routes.export.ExportRunRoutes.asked;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
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
 * Tables of the lake to an API: what asks for an export, and what it is told.
 *
 * <pre>
 * | step           | in                                         | out                                               |
 * |----------------|--------------------------------------------|---------------------------------------------------|
 * | export-trigger | one event: a schedule's, S3's, a resume    | the result of each export in it, or what failed   |
 * | export-tick    | {@link Tick}, or nothing: look             | the exports of all scheduled times that were due  |
 * | export-request | {@link Batch} of S3 events and resumes     | {@link BatchResult}                               |
 * | export-message | {@link QueueMessage}                       | {@link Outcome}                                   |
 * | export-told    | {@link Told}, one thing that an event told | {@link Settled}                                   |
 * | export-answer  | {@link HttpCall}                           | {@link HttpReply}                                 |
 * | export-order   | {@link ExportOrder} by hand, or an id      | {@link ExportResult}                              |
 * | export-run     | {@link Asked}                              | {@link ExportResult}, see {@link ExportRunRoutes} |
 * </pre>
 */
public final class ExportRoutes extends RouteBuilder {
    private static final String TOLD = "export.told";
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
    }

    /** One export behind those who ask for it: a Lambda picks the routes that it needs from the top. */
    @Override
    public void addRoutesToCamelContext(CamelContext context) throws Exception {
        super.addRoutesToCamelContext(context);
        context.addRoutes(new ExportRunRoutes(parts));
    }

    private void start(Exchange exchange) {
        Unit.begin(exchange, "export", exchange.getFromRouteId(), newRunId());
        Instant longest = clock.instant().plus(ExportParts.LONGEST);
        exchange.setProperty(Unit.DEADLINE, exchange.getProperty(Unit.DEADLINE, longest, Instant.class));
    }

    private String newRunId() {
        return RunId.of("export", clock.instant(), parts.random().nextLong());
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
