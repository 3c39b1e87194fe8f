package routes.export;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import routes.lake.Names;

/**
 * An export that somebody asks for by hand. Without a limit it is all that the filter selects, like a schedule's; with one
 * it is the first rows, as over HTTP.
 *
 * @param table that is exported
 * @param dateFilter today, yesterday or last_week; empty: rows of all times
 * @param where of its rows, as the text of a where clause; empty: all
 * @param limit rows at most; empty: all
 * @param dryRun tell the query, and ask and send nothing
 * @param key names the export, so that it can be repeated; empty: it is a new one
 */
public record ExportOrder(
        String table,
        Optional<String> dateFilter,
        Optional<String> where,
        OptionalInt limit,
        boolean dryRun,
        Optional<String> key) {

    /** @param runId names the export when nobody else does */
    ExportRequest request(ExportSettings settings, Instant at, String runId) {
        ExportTable allowed = ExportEvents.allowed(settings, "table", table);
        Optional<DateFilter> filter = dateFilter.map(word -> DateFilter.named(word)
                .orElseThrow(() -> Refusal.badRequest(
                        "date_filter",
                        "date_filter is '" + Names.oneLine(word, 40) + "', expected " + DateFilter.WORDS)));
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw Refusal.badRequest("limit", "limit is " + limit.getAsInt() + ", expected at least 1");
        }
        return new ExportRequest(
                key.map(ExportId::ofIdempotencyKey).orElseGet(() -> ExportId.ofHttpRequest(runId)),
                limit.isPresent() ? Origin.HTTP : Origin.SCHEDULE,
                table,
                Optional.empty(),
                filter.map(days -> days.period(at)),
                where.map(clause -> WhereClause.parse(clause, allowed)),
                limit,
                false,
                dryRun,
                ExportId.digest(
                        "hand",
                        table,
                        ExportId.optional(dateFilter),
                        ExportId.optional(where),
                        limit.toString(),
                        String.valueOf(dryRun)));
    }
}
