package routes.export;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import routes.lake.Names;

/** Reads the parameters of {@code GET /export}: each once, none that is not known, and none that is guessed. */
final class HttpQuery {
    /** With which a caller names a request. */
    static final String KEY_HEADER = "Idempotency-Key";

    private static final List<String> KNOWN = List.of("table", "limit", "where_clause", "date_filter", "dry_run");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,39}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private final ExportSettings settings;

    HttpQuery(ExportSettings settings) {
        this.settings = settings;
    }

    /**
     * What a caller asks for.
     *
     * @param query parameters, decoded
     * @param idempotencyKey with which the caller names its request, so that it can be repeated
     * @param requestId by which whoever received the request names it
     * @param at when it came
     */
    ExportRequest read(Map<String, List<String>> query, Optional<String> idempotencyKey, String requestId, Instant at) {
        if (requestId.isBlank()) {
            throw new IllegalArgumentException("request id is blank, expected the name of the request");
        }
        query.keySet().forEach(HttpQuery::checkKnown);
        String name = value(query, "table")
                .orElseThrow(() -> Refusal.badRequest("table", "table is missing, expected a table"));
        Optional<String> limit = value(query, "limit");
        Optional<String> where = value(query, "where_clause");
        Optional<DateFilter> filter = value(query, "date_filter").map(HttpQuery::filter);
        boolean dryRun = value(query, "dry_run").map(HttpQuery::flag).orElse(false);
        Optional<Integer> own = limit.map(this::number);
        int most = settings.limits().maxRecords();
        ExportTable table = ExportEvents.allowed(settings, "table", name);
        return new ExportRequest(
                idempotencyKey.map(HttpQuery::idOfKey).orElseGet(() -> ExportId.ofHttpRequest(requestId)),
                Origin.HTTP,
                name,
                Optional.empty(),
                filter.map(word -> word.period(at)),
                where.map(clause -> WhereClause.parse(clause, table)),
                OptionalInt.of(own.orElse(settings.limits().standard())),
                // A caller who names a lesser number knows that there may be more; any other is told.
                own.isEmpty() || own.get() == most,
                dryRun,
                ExportId.digest(
                        "http",
                        name,
                        ExportId.optional(limit),
                        ExportId.optional(where),
                        ExportId.optional(filter.map(DateFilter::word)),
                        String.valueOf(dryRun)));
    }

    private static void checkKnown(String name) {
        if (!KNOWN.contains(name)) {
            // A where clause that is not encoded falls apart at each &: what follows is no name, and nobody's business.
            String shown = PARAMETER.matcher(name).matches() ? name : "a parameter";
            throw Refusal.badRequest(shown, shown + " is not known, expected some of " + String.join(", ", KNOWN));
        }
    }

    private static Optional<String> value(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw Refusal.badRequest(name, name + " is there " + values.size() + " times, expected once");
        }
        if (values.size() == 1 && values.get(0).isBlank()) {
            throw Refusal.badRequest(name, name + " is empty, expected a value, or no such parameter");
        }
        return values.stream().findFirst();
    }

    private int number(String limit) {
        int most = settings.limits().maxRecords();
        if (NUMBER.matcher(limit).matches() && Integer.parseInt(limit) <= most) {
            return Integer.parseInt(limit);
        }
        throw Refusal.badRequest(
                "limit", "limit is '" + Names.oneLine(limit, 40) + "', expected a whole number from 1 to " + most);
    }

    private static DateFilter filter(String word) {
        return DateFilter.named(word)
                .orElseThrow(() -> Refusal.badRequest(
                        "date_filter",
                        "date_filter is '" + Names.oneLine(word, 40) + "', expected " + DateFilter.WORDS));
    }

    private static boolean flag(String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw Refusal.badRequest("dry_run", "dry_run is '" + Names.oneLine(word, 40) + "', expected true or false");
        }
        return word.equals("true");
    }

    private static String idOfKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw Refusal.badRequest(
                    KEY_HEADER, KEY_HEADER + " is no name, expected 1 to 255 visible characters of ASCII");
        }
        return ExportId.ofIdempotencyKey(key);
    }
}
