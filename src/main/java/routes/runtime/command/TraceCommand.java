package routes.runtime.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import routes.runtime.Assembly;

/** Follows a run to what it wrote, an object to the run that wrote it, or to the bundle that it is part of. */
@Command(
        name = "trace",
        description = {
            "Follows a run to its objects, an object to its run or its bundle, a bundle to its objects.",
            "For a run: the rows of the ledger that it planned last, the objects that it wrote, the messages that it left "
                    + "parked. For an object: its metadata and versions, and the ledger's row of its day. For an object "
                    + "that was bundled: its versions, each with its bundle. For a bundle: its row, its archive, what it "
                    + "holds, and its messages that are parked."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes trace ingest-20261119T010000Z-3f9a1c07",
            "  lake-routes trace raw/source=api-a/ingestion_date=2026-11-19/page=000001.json.gz",
            "  lake-routes trace 's3://lake-landing/data/a file.json'",
            "  lake-routes trace bundle-3f9a1c073f9a1c073f9a1c073f9a1c07"
        })
final class TraceCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "<run id | bundle id | object>",
            description = "An object by its key or its s3:// address.")
    private String what = "";

    @Option(
            names = "--most",
            paramLabel = "<n>",
            defaultValue = "1000",
            description = "Look at no more objects, and no more parked messages of a queue; default: ${DEFAULT-VALUE}.")
    private int most = 1000;

    TraceCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Assembly assembly = session.assembly()) {
            Map<String, Object> found = new Trace(assembly, most).follow(what);
            session.answer(found, out -> print("", found, out));
            return Boolean.TRUE.equals(found.get("found")) ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    /** Any document as indented lines. */
    private static void print(String indent, Map<?, ?> map, PrintStream out) {
        map.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                out.println(indent + name + ":");
                print(indent + "  ", inner, out);
            } else if (value instanceof List<?> list) {
                out.println(indent + name + ": " + (list.isEmpty() ? "none" : String.valueOf(list.size())));
                list.forEach(item -> out.println(indent + "  " + oneLine(item)));
            } else {
                out.println(indent + name + ": " + value);
            }
        });
    }

    private static String oneLine(Object item) {
        if (item instanceof Map<?, ?> map) {
            return String.join(
                    "  ",
                    map.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }
        return String.valueOf(item);
    }
}
