package routes.sample;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import routes.policy.Poison;
import routes.policy.RunId;
import routes.policy.Tick;
import routes.policy.TickTally;
import routes.policy.Unit;

/**
 * Small files to daily reports: what the files of a day say becomes one Parquet file.
 *
 * <pre>
 * | step           | in                                    | out                             |
 * |----------------|---------------------------------------|---------------------------------|
 * | sample-trigger | a schedule's event, or {"day":"…"}    | {@link SampleResult} as a map   |
 * | sample-tick    | {@link Tick}, or nothing: look         | the reports that were due       |
 * | sample-report  | a day                                 | {@link SampleResult}            |
 * </pre>
 */
public final class SampleRoutes extends RouteBuilder {
    private static final String AT = "sample.at";
    private static final String TICK = "sample.tick";
    private static final String OURS = "sample.ours";
    private static final String DAY = "sample.day";

    private final SampleParts parts;

    public SampleRoutes(SampleParts parts) {
        this.parts = parts;
    }

    @Override
    public void configure() {
        TickTally reports = new TickTally(SampleResult.class);

        from("direct:sample-trigger").routeId("sample-trigger").errorHandler(noErrorHandler())
            .choice()
                .when(exchange -> Tick.isScheduled(event(exchange)))
                    .process(exchange -> exchange.getMessage().setBody(Tick.parse(event(exchange))))
                    .to("direct:sample-tick")
                .otherwise()
                    .process(exchange -> exchange.getMessage().setBody(day(event(exchange))))
                    .to("direct:sample-report")
                    .process(exchange -> exchange.getMessage().setBody(exchange.getMessage().getBody(SampleResult.class).asMap()));

        from("direct:sample-tick").routeId("sample-tick").errorHandler(noErrorHandler())
            .process(exchange -> exchange.setProperty(TICK, exchange.getMessage().getBody() instanceof Tick tick ? tick : Tick.look()))
            .process(exchange -> exchange.getMessage().setBody(parts.ticks().due(tick(exchange)))).id("sample-tick-ledger")
            .split(body(), reports)
                .setProperty(AT, body())
                .process(exchange -> exchange.setProperty(OURS, parts.ticks().take(at(exchange), tick(exchange)))).id("sample-tick-claim")
                .filter(exchangeProperty(OURS))
                    .process(exchange -> exchange.getMessage().setBody(LocalDate.ofInstant(at(exchange), ZoneOffset.UTC).minusDays(1)))
                    .to("direct:sample-report")
                    .process(exchange -> parts.ticks().finish(at(exchange))).id("sample-tick-finish")
                .end()
            .end()
            .process(reports::rethrow);

        from("direct:sample-report").routeId("sample-report").errorHandler(noErrorHandler())
            .setProperty(DAY, body())
            .process(this::start)
            .process(exchange -> exchange.getMessage().setBody(parts.report().files(day(exchange)))).id("sample-report-list")
            .split(body(), new RowsTally()).parallelProcessing().executorService(parts.workers())
                .process(exchange -> exchange.getMessage().setBody(parts.report().read(exchange.getMessage().getBody(String.class)))).id("sample-report-source")
            .end()
            .process(this::store).id("sample-report-store");
    }

    private void start(Exchange exchange) {
        Instant now = parts.clock().instant();
        Unit.begin(exchange, "sample", "sample-report", RunId.of("sample", now, parts.random().nextLong()));
    }

    private void store(Exchange exchange) {
        List<Optional<SampleRow>> read = RowsTally.of(exchange);
        List<SampleRow> rows = read.stream().flatMap(Optional::stream).toList();
        SampleResult result = parts.report().store(day(exchange), rows, read.size() - rows.size());
        parts.meter().count("EventsProcessed", result.rows(), "pipeline", "sample");
        parts.meter().count("EventsFailed", result.refused(), "pipeline", "sample");
        exchange.getMessage().setBody(result);
    }

    private static LocalDate day(Map<String, Object> event) {
        try {
            return LocalDate.parse(String.valueOf(event.get("day")));
        } catch (DateTimeException e) {
            throw new Poison("day is missing or no day such as 2026-11-20");
        }
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

    private static LocalDate day(Exchange exchange) {
        return exchange.getProperty(DAY, LocalDate.class);
    }
}
