package routes.ingest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan did.
 *
 * @param status {@code ok}, {@code dry-run}, or {@code incomplete} when messages could not be sent
 * @param planned messages sent, or that would be sent
 * @param dates the days
 * @param endpointStats messages by source
 * @param failed reason by source of what could not be sent
 * @param runId the run that the messages belong to
 */
public record PlanResult(
        String status,
        int planned,
        List<LocalDate> dates,
        Map<String, Integer> endpointStats,
        Map<String, String> failed,
        String runId) {

    /** The plans of several ranges of one run as one; at least one. */
    public static PlanResult of(List<PlanResult> results) {
        List<LocalDate> dates = new ArrayList<>();
        Map<String, Integer> stats = new LinkedHashMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        for (PlanResult result : results) {
            dates.addAll(result.dates);
            result.endpointStats.forEach((source, count) -> stats.merge(source, count, Integer::sum));
            failed.putAll(result.failed);
        }
        PlanResult first = results.get(0);
        String status = failed.isEmpty() ? first.status : "incomplete";
        int planned = stats.values().stream().mapToInt(Integer::intValue).sum();
        return new PlanResult(status, planned, dates, stats, failed, first.runId);
    }

    /** As it is returned and printed. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("status", status);
        map.put("planned", planned);
        map.put("dates", dates.stream().map(LocalDate::toString).toList());
        map.put("endpoint_stats", endpointStats);
        if (!failed.isEmpty()) {
            map.put("failed", failed);
        }
        map.put("run_id", runId);
        return map;
    }
}
