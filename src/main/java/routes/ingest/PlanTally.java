package routes.ingest;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import routes.policy.EachMessage;
import routes.policy.Failures;

/** Adds up the chunks of a plan: one that fails is noted, and the others go on. */
final class PlanTally implements AggregationStrategy {
    private static final String STATS = "ingest.plan-stats";
    private static final String FAILED = "ingest.plan-failed";

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange chunk) {
        Exchange tally = before == null ? EachMessage.fresh(chunk) : before;
        Map<String, Integer> stats = map(tally, STATS);
        Map<String, String> failed = map(tally, FAILED);
        PlanChunk sent = chunk.getProperty(IngestRoutes.CHUNK, PlanChunk.class);
        if (chunk.getException() == null) {
            stats.merge(sent.source().name(), sent.messages().size(), Integer::sum);
        } else {
            stats.merge(sent.source().name(), 0, Integer::sum);
            failed.put(sent.source().name(), Failures.reason(chunk.getException()));
        }
        return tally;
    }

    /** The result of the plan that this exchange has added up. */
    static PlanResult result(Exchange exchange) {
        PlanRequest request = exchange.getProperty(IngestRoutes.REQUEST, PlanRequest.class);
        Map<String, Integer> stats = map(exchange, STATS);
        Map<String, String> failed = map(exchange, FAILED);
        int planned = stats.values().stream().mapToInt(Integer::intValue).sum();
        String status = !failed.isEmpty() ? "incomplete" : request.dryRun() ? "dry-run" : "ok";
        List<LocalDate> days = request.days().toList();
        return new PlanResult(status, planned, days, stats, failed, request.runId());
    }

    @SuppressWarnings("unchecked")
    private static <V> Map<String, V> map(Exchange exchange, String name) {
        Map<String, V> map = exchange.getProperty(name, Map.class);
        if (map == null) {
            map = new LinkedHashMap<>();
            exchange.setProperty(name, map);
        }
        return map;
    }
}
