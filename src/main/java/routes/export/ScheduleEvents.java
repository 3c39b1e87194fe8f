package routes.export;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import routes.lake.Names;

/**
 * Reads what EventBridge's schedules send: {@code {"source":"aws.events","detail-type":"Scheduled Event","time",
 * "detail":{"table","date_filter","where_clause"}}}. The envelope may have what EventBridge puts there, and no more.
 */
final class ScheduleEvents {
    /** The rule of an event that names none, and of the process's own timer. */
    static final String NO_RULE = "schedule";

    private static final Set<String> ENVELOPE = Set.of(
            "version",
            "id",
            "detail-type",
            "source",
            "account",
            "time",
            "region",
            "resources",
            "detail",
            "replay-name");
    private static final Set<String> DETAIL = Set.of("table", "date_filter", "where_clause");
    private static final int SHOWN = 40;

    private final ExportSettings settings;

    ScheduleEvents(ExportSettings settings) {
        this.settings = settings;
    }

    /** Whether an event says that it is a schedule's, or somebody else's event of EventBridge. */
    static boolean claims(Map<String, Object> event) {
        return event.containsKey("detail-type") || event.containsKey("source");
    }

    /**
     * What an event asks for. One without a time is named by its message, where one brought it.
     *
     * @param at when it happened, if it does not say so itself
     * @param message id of the queue's message that brought it; empty: none did
     */
    ExportRequest read(Map<String, Object> event, Instant at, Optional<String> message) {
        constant(event, "source", "aws.events");
        constant(event, "detail-type", "Scheduled Event");
        onlyKnown(event, ENVELOPE, "");
        if (!(event.get("detail") instanceof Map<?, ?> detail)) {
            throw Refusal.badRequest("detail", "detail is missing or no JSON object, expected one with table");
        }
        onlyKnown(detail, DETAIL, "detail.");
        String table = text(detail, "table")
                .orElseThrow(() -> Refusal.badRequest("detail.table", "detail.table is missing, expected a table"));
        DateFilter filter = text(detail, "date_filter")
                .map(word -> DateFilter.named(word)
                        .orElseThrow(() -> Refusal.badRequest(
                                "detail.date_filter",
                                "detail.date_filter is '" + Names.oneLine(word, SHOWN) + "', expected "
                                        + DateFilter.WORDS)))
                .orElse(DateFilter.YESTERDAY);
        Optional<String> where = text(detail, "where_clause");
        String rule = rule(event);
        boolean timed = event.containsKey("time");
        Instant time = timed ? time(event.get("time")) : at;
        String exportId = message.filter(id -> !timed)
                .map(id -> ExportId.ofMessage(rule, id, table, filter, where))
                .orElseGet(() -> ExportId.ofSchedule(rule, time, table, filter, where));
        return request(exportId, time, "detail.table", table, filter, where);
    }

    /** What the process exports by its own clock, at a scheduled time; nothing where no table is configured. */
    Optional<ExportRequest> timer(Instant at) {
        ExportSettings.Timer timer = settings.timer();
        return timer.table()
                .map(table -> request(
                        ExportId.ofSchedule(NO_RULE, at, table, timer.filter(), timer.where()),
                        at,
                        "export.schedule-table",
                        table,
                        timer.filter(),
                        timer.where()));
    }

    private ExportRequest request(
            String exportId, Instant time, String field, String name, DateFilter filter, Optional<String> where) {
        ExportTable table = ExportEvents.allowed(settings, field, name);
        return new ExportRequest(
                exportId,
                Origin.SCHEDULE,
                name,
                Optional.empty(),
                Optional.of(filter.period(time)),
                where.map(clause -> WhereClause.parse(clause, table)),
                settings.limits().cap(),
                false,
                false,
                ExportId.digest("schedule", name, filter.word(), ExportId.optional(where)));
    }

    private static void constant(Map<String, Object> event, String name, String expected) {
        if (!expected.equals(event.get(name))) {
            String found = event.get(name) instanceof String text ? "'" + Names.oneLine(text, SHOWN) + "'" : "no text";
            throw Refusal.badRequest(name, name + " is " + found + ", expected " + expected);
        }
    }

    private static void onlyKnown(Map<?, ?> fields, Set<String> known, String where) {
        for (Object name : fields.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                String field = where + Names.oneLine(String.valueOf(name), SHOWN);
                String expected = String.join(", ", known.stream().sorted().toList());
                throw Refusal.badRequest(
                        field.isBlank() ? "event" : field,
                        "field '" + field + "' is not known, expected some of " + expected);
            }
        }
    }

    private static Optional<String> text(Map<?, ?> detail, String name) {
        if (!detail.containsKey(name)) {
            return Optional.empty();
        }
        if (!(detail.get(name) instanceof String text) || text.isBlank()) {
            throw Refusal.badRequest("detail." + name, "detail." + name + " is empty or no text");
        }
        return Optional.of(text);
    }

    private static Instant time(@Nullable Object value) {
        try {
            Instant time = Instant.parse(String.valueOf(value));
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 2000 && year <= 9998) {
                return time;
            }
        } catch (DateTimeException e) {
            // Refused below, like a time that no schedule can have.
        }
        throw Refusal.badRequest("time", "time is no time such as 2026-11-20T09:00:00Z of the years 2000 to 9998");
    }

    private static String rule(Map<String, Object> event) {
        if (!event.containsKey("resources")) {
            return NO_RULE;
        }
        if (event.get("resources") instanceof List<?> rules && rules.stream().allMatch(String.class::isInstance)) {
            return rules.isEmpty()
                    ? NO_RULE
                    : String.join(" ", rules.stream().map(String.class::cast).toList());
        }
        throw Refusal.badRequest("resources", "resources is no list of texts, expected the rule that fired");
    }
}
