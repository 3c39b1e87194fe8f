package routes.runtime.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import routes.policy.RunId;
import routes.runtime.Assembly;

/** Follows a run to what it wrote, or an object to the run that wrote it. */
@Command(
        name = "trace",
        description = {
            "Follows a run to its objects, or an object to its run.",
            "For a run: the rows of the ledger that it planned last, the objects that it wrote, the messages that it left "
                    + "parked. For an object: its metadata and versions, and the ledger's row of its day."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes trace ingest-20261119T010000Z-3f9a1c07",
            "  lake-routes trace raw/source=api-a/ingestion_date=2026-11-19/page=000001.json.gz"
        })
final class TraceCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "<run id | object key>", description = "A key may be given as an s3:// address, too.")
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
            Trace trace = new Trace(assembly, most);
            Map<String, Object> found;
            if (what.contains("/")) {
                found = trace.object(what);
            } else if (RunId.isSafe(what)) {
                found = trace.run(what);
            } else {
                throw CommandFailure.usage(
                        "argument is '" + what + "', expected a run id (letters, digits, dashes) or an object key");
            }
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
