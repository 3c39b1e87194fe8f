package routes.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import routes.policy.FailureKind;

/**
 * What an export came to.
 *
 * @param exportId its name
 * @param status as HTTP would say it: 200 all sent, 202 goes on elsewhere, 204 no rows, 207 some batches failed, 4xx and
 *     5xx nothing or not enough was sent
 * @param message one line for people, without contents
 * @param query its SQL with placeholders for values
 * @param records that were to be sent; 0 as long as nobody knows
 * @param sent of them, those that were acknowledged
 * @param truncated there were more rows than a bound allows
 * @param totalBatches that hold the records
 * @param sentBatches of them, those that were acknowledged
 * @param failure why it is not complete; empty when it is
 * @param after not before this time has gone by it makes sense to go on
 */
public record ExportResult(
        String exportId,
        int status,
        String message,
        String query,
        long records,
        long sent,
        boolean truncated,
        int totalBatches,
        int sentBatches,
        Optional<FailureKind> failure,
        Optional<Duration> after) {

    /**
     * What an export came to whose batches have all been tried.
     *
     * @param acknowledged batches
     * @param whyMissing the rest is
     */
    static ExportResult of(ExportRow row, int acknowledged, FailureKind whyMissing) {
        ResultContent content = row.content().orElseThrow();
        int batches = content.batches();
        int missing = batches - acknowledged;
        long sent = missing == 0
                ? content.records()
                : Math.min(content.records(), (long) acknowledged * content.batchSize());
        boolean complete = missing == 0;
        int incomplete = acknowledged == 0 ? 502 : 207;
        String message = complete
                ? "exported " + content.records() + " records"
                : missing + " of " + batches + " batches failed";
        return new ExportResult(
                row.request().exportId(),
                batches == 0 ? 204 : complete ? 200 : incomplete,
                batches == 0 ? "no rows" : message,
                row.sql(),
                content.records(),
                sent,
                content.truncated(),
                batches,
                acknowledged,
                complete ? Optional.empty() : Optional.of(whyMissing),
                Optional.empty());
    }

    /**
     * What an export came to that cannot go on here and now.
     *
     * @param acknowledged batches
     */
    static ExportResult of(
            ExportRow row,
            int acknowledged,
            int status,
            String message,
            Optional<FailureKind> failure,
            Optional<Duration> after) {
        Optional<ResultContent> content = row.content();
        int batches = content.map(ResultContent::batches).orElse(0);
        return new ExportResult(
                row.request().exportId(),
                status,
                message,
                row.sql(),
                content.map(ResultContent::records).orElse(0L),
                content.map(found -> Math.min(found.records(), (long) acknowledged * found.batchSize()))
                        .orElse(0L),
                content.map(ResultContent::truncated).orElse(false),
                batches,
                acknowledged,
                failure,
                after);
    }

    /** Nothing is left to be done. */
    public boolean isComplete() {
        return status == 200 || status == 204;
    }

    int failedBatches() {
        return totalBatches - sentBatches;
    }

    /** As it is answered to callers. */
    public Map<String, Object> asMap() {
        Map<String, Object> api = new LinkedHashMap<>();
        api.put("total_records", records);
        api.put("total_batches", totalBatches);
        api.put("successful_batches", sentBatches);
        api.put("failed_batches", failedBatches());
        api.put("success_rate", totalBatches == 0 ? 100.0 : Math.round(1000.0 * sentBatches / totalBatches) / 10.0);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("message", message);
        map.put("recordsProcessed", sent);
        map.put("exportId", exportId);
        map.put("query", query);
        map.put("truncated", truncated);
        map.put("apiResult", api);
        return map;
    }
}
