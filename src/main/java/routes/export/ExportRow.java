package routes.export;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import routes.lake.ObjectVersion;
import routes.lake.ResultColumn;
import routes.policy.FailureKind;

/**
 * Where an export stands, as the ledger keeps it. It only ever grows: a question is asked, its result found, the export
 * ended; but a query that failed or was cancelled is forgotten, and its next attempt has another token.
 *
 * @param request as it was first made
 * @param askedAt when that was
 * @param attempt of its query, from 1
 * @param sql of its query, with placeholders for values; empty until it is started
 * @param query the query of this attempt, once it is started
 * @param content what it found
 * @param result what the export came to last; it may go on all the same while that is not complete
 */
record ExportRow(
        ExportRequest request,
        Instant askedAt,
        int attempt,
        String sql,
        Optional<Query> query,
        Optional<ResultContent> content,
        Optional<ExportResult> result) {

    /**
     * A query that was started.
     *
     * @param executionId Athena's name for it
     * @param at when it was started
     */
    record Query(String executionId, Instant at) {}

    static ExportRow begun(ExportRequest request, Instant now) {
        return new ExportRow(request, now, 1, "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    ExportRow asked(String asked, String executionId, Instant now) {
        return new ExportRow(
                request, askedAt, attempt, asked, Optional.of(new Query(executionId, now)), Optional.empty(), result);
    }

    /** The query has failed or was cancelled: the next one is another. */
    ExportRow unanswered() {
        return new ExportRow(request, askedAt, attempt + 1, sql, Optional.empty(), Optional.empty(), result);
    }

    ExportRow found(ResultContent found) {
        return new ExportRow(request, askedAt, attempt, sql, query, Optional.of(found), result);
    }

    ExportRow ended(ExportResult end) {
        return new ExportRow(request, askedAt, attempt, sql, query, content, Optional.of(end));
    }

    /**
     * Where it stands, in a word: {@code done}; {@code failed}, and it will not go on; {@code incomplete}, and it may;
     * else how far it is.
     */
    String state() {
        if (result.isPresent() && result.get().isComplete()) {
            return "done";
        }
        Optional<FailureKind> failure = result.flatMap(ExportResult::failure);
        if (failure.isPresent()) {
            return failure.get() == FailureKind.POISON ? "failed" : "incomplete";
        }
        if (content.isPresent()) {
            return "sending";
        }
        return query.isPresent() ? "querying" : "begun";
    }

    /** As facts of the ledger, every one of them, so that writing them makes the row this one. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("request", request.json());
        facts.put("asked_at", askedAt.toString());
        facts.put("attempt", Integer.toString(attempt));
        facts.put("sql", sql);
        facts.put("query", query.map(Query::executionId).orElse(""));
        facts.put("queried_at", query.map(asked -> asked.at().toString()).orElse(""));
        facts.put("content", content.map(ExportRow::text).orElse(""));
        facts.put("result", result.map(ExportRow::text).orElse(""));
        return facts;
    }

    /** Reads such facts. */
    static ExportRow of(Map<String, String> facts) {
        return new ExportRow(
                ExportRequest.parse(facts.get("request")),
                Instant.parse(facts.get("asked_at")),
                Integer.parseInt(facts.get("attempt")),
                facts.get("sql"),
                present(facts, "query").map(id -> new Query(id, Instant.parse(facts.get("queried_at")))),
                present(facts, "content").map(ExportRow::content),
                present(facts, "result").map(ExportRow::result));
    }

    private static Optional<String> present(Map<String, String> facts, String name) {
        return Optional.ofNullable(facts.get(name)).filter(text -> !text.isEmpty());
    }

    private static String text(ResultContent content) {
        List<Map<String, Object>> columns = new ArrayList<>();
        for (ResultColumn column : content.columns()) {
            columns.add(Map.of(
                    "name", column.name(),
                    "type", column.type(),
                    "precision", column.precision(),
                    "scale", column.scale()));
        }
        ObjectVersion object = content.object();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("bucket", object.bucket());
        map.put("key", object.key());
        object.version().ifPresent(version -> map.put("version", version));
        object.eTag().ifPresent(eTag -> map.put("etag", eTag));
        map.put("columns", columns);
        map.put("records", content.records());
        map.put("batch_size", content.batchSize());
        map.put("truncated", content.truncated());
        return json(map);
    }

    private static ResultContent content(String text) {
        Map<String, Object> map = map(text);
        List<ResultColumn> columns = new ArrayList<>();
        for (Object each : (List<?>) map.get("columns")) {
            Map<?, ?> column = (Map<?, ?>) each;
            columns.add(new ResultColumn(
                    (String) column.get("name"), (String) column.get("type"), (int) column.get("precision"), (int)
                            column.get("scale")));
        }
        ObjectVersion object = new ObjectVersion(
                (String) map.get("bucket"),
                (String) map.get("key"),
                Optional.ofNullable((String) map.get("version")),
                Optional.ofNullable((String) map.get("etag")),
                Optional.empty(),
                OptionalLong.empty());
        return new ResultContent(
                object, columns, ((Number) map.get("records")).longValue(), (int) map.get("batch_size"), (boolean)
                        map.get("truncated"));
    }

    private static String text(ExportResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("exportId", result.exportId());
        map.put("status", result.status());
        map.put("message", result.message());
        map.put("query", result.query());
        map.put("records", result.records());
        map.put("sent", result.sent());
        map.put("truncated", result.truncated());
        map.put("totalBatches", result.totalBatches());
        map.put("sentBatches", result.sentBatches());
        result.failure().ifPresent(kind -> map.put("failure", kind.name()));
        return json(map);
    }

    private static ExportResult result(String text) {
        Map<String, Object> map = map(text);
        return new ExportResult(
                (String) map.get("exportId"),
                (int) map.get("status"),
                (String) map.get("message"),
                (String) map.get("query"),
                ((Number) map.get("records")).longValue(),
                ((Number) map.get("sent")).longValue(),
                (boolean) map.get("truncated"),
                (int) map.get("totalBatches"),
                (int) map.get("sentBatches"),
                Optional.ofNullable((String) map.get("failure")).map(FailureKind::valueOf),
                Optional.<Duration>empty());
    }

    private static String json(Map<String, Object> map) {
        try {
            return JSON.std.asString(map);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private static Map<String, Object> map(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            // Without the cause: a parser's message quotes what it read.
            throw new IllegalStateException("row of an export cannot be read");
        }
    }
}
