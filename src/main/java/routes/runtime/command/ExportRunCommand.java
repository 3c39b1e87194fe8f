package routes.runtime.command;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import routes.export.ExportOrder;

/** Exports by hand. */
@Command(
        name = "run",
        description = {
            "Exports rows of a table, now and to the end.",
            "Without --limit these are all rows that the filters select. The same --key is the same export: one that is "
                    + "done is not done again, one that was interrupted goes on."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes export run --table local_customers_silver --limit 5 --dry-run",
            "  lake-routes export run --table local_customers_silver --date-filter yesterday --where \"region = 'US'\""
        })
final class ExportRunCommand implements Callable<Integer> {
    private final ExportByHand hand;

    @Option(names = "--table", required = true, paramLabel = "<table>", description = "One of export.tables.")
    private String table = "";

    @Option(
            names = "--date-filter",
            paramLabel = "<when>",
            description = "today, yesterday or last_week; default: rows of all times.")
    private @Nullable String dateFilter;

    @Option(
            names = "--where",
            paramLabel = "<clause>",
            description = "Such as region = 'US' AND vip; columns and literals, no more.")
    private @Nullable String where;

    @Option(names = "--limit", paramLabel = "<rows>", description = "Rows at most; default: all.")
    private @Nullable Integer limit;

    @Option(names = "--key", paramLabel = "<name>", description = "Names the export; default: it is a new one.")
    private @Nullable String key;

    @Option(names = "--dry-run", description = "Print the query, and ask and send nothing.")
    private boolean dryRun;

    ExportRunCommand(Session session) {
        this.hand = new ExportByHand(session);
    }

    @Override
    public Integer call() throws Exception {
        Integer rows = limit;
        return hand.send(new ExportOrder(
                table,
                Optional.ofNullable(dateFilter),
                Optional.ofNullable(where),
                rows == null ? OptionalInt.empty() : OptionalInt.of(rows),
                dryRun,
                Optional.ofNullable(key)));
    }
}
