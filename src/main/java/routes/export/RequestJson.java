package routes.export;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A request as the ledger's text: {@code {"export_id","origin","table","cut","dry_run","fingerprint",…}}. */
final class RequestJson {

    private RequestJson() {}

    static String write(ExportRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("export_id", request.exportId());
        fields.put("origin", request.origin().name());
        fields.put("table", request.table());
        request.object()
                .ifPresent(object -> fields.put("object", Map.of("bucket", object.bucket(), "key", object.key())));
        request.period()
                .ifPresent(period -> fields.put(
                        "period",
                        Map.of(
                                "from",
                                period.from().toString(),
                                "to",
                                period.to().toString())));
        request.condition()
                .ifPresent(condition ->
                        fields.put("condition", Map.of("sql", condition.sql(), "parameters", condition.parameters())));
        request.limit().ifPresent(limit -> fields.put("limit", limit));
        fields.put("cut", request.cut());
        fields.put("dry_run", request.dryRun());
        fields.put("fingerprint", request.fingerprint());
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    static ExportRequest read(String json) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(json);
        } catch (IOException e) {
            // Without the cause: a parser's message quotes what it read.
            throw new IllegalArgumentException("export request is no JSON object");
        }
        if (fields == null) {
            throw new IllegalArgumentException("export request is null, expected a JSON object");
        }
        return new ExportRequest(
                as(String.class, fields, "export_id"),
                origin(as(String.class, fields, "origin")),
                as(String.class, fields, "table"),
                inner(fields, "object")
                        .map(object ->
                                new ObjectName(as(String.class, object, "bucket"), as(String.class, object, "key"))),
                inner(fields, "period").map(period -> new Period(time(period, "from"), time(period, "to"))),
                inner(fields, "condition")
                        .map(condition ->
                                new Condition(as(String.class, condition, "sql"), texts(condition, "parameters"))),
                fields.containsKey("limit") ? OptionalInt.of(as(Integer.class, fields, "limit")) : OptionalInt.empty(),
                as(Boolean.class, fields, "cut"),
                as(Boolean.class, fields, "dry_run"),
                as(String.class, fields, "fingerprint"));
    }

    private static Origin origin(String name) {
        for (Origin origin : Origin.values()) {
            if (origin.name().equals(name)) {
                return origin;
            }
        }
        throw new IllegalArgumentException(
                "origin of an export request is not known, expected SCHEDULE, OBJECT or HTTP");
    }

    private static Optional<Map<?, ?>> inner(Map<?, ?> fields, String name) {
        return fields.containsKey(name) ? Optional.of(as(Map.class, fields, name)) : Optional.empty();
    }

    private static List<String> texts(Map<?, ?> fields, String name) {
        List<?> values = as(List.class, fields, name);
        return values.stream().map(text -> checked(String.class, text, name)).toList();
    }

    private static Instant time(Map<?, ?> fields, String name) {
        try {
            return Instant.parse(as(String.class, fields, name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " of an export request is no time");
        }
    }

    private static <T> T as(Class<T> type, Map<?, ?> fields, String name) {
        return checked(type, fields.get(name), name);
    }

    private static <T> T checked(Class<T> type, @Nullable Object value, String name) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " of an export request is missing or no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
