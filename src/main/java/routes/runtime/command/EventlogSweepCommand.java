package routes.runtime.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import routes.eventlog.EventsMissing;
import routes.runtime.CamelApplication;
import routes.runtime.Pipeline;

/** Takes in every event file that is in no checkpoint, now and not at the next scheduled time. */
@Command(
        name = "sweep",
        description = {
            "Takes in every event file that is in no checkpoint: the first run, the daily one, the rebuild and the repair.",
            "Files that are in a checkpoint or in quarantine as they are now are not read again."
        },
        footer = {"", "Examples:", "  lake-routes eventlog sweep --dry-run", "  lake-routes eventlog sweep --json"})
final class EventlogSweepCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--dry-run", description = "Count the files that would be read; read and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--drop-missing",
            description = "Take away the events of files that are gone. Without it they stay.")
    private boolean dropMissing;

    EventlogSweepCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        NativeCrypto.install();
        try (CamelApplication application = CamelApplication.withoutDoors(session.assembly(Pipeline.EVENTLOG))
                        .start();
                ProducerTemplate template = application.context().createProducerTemplate()) {
            Map<String, Object> order = Map.of("sweep", true, "dry_run", dryRun, "drop_missing", dropMissing);
            Exchange exchange = template.send(
                    "direct:eventlog-trigger", sent -> sent.getMessage().setBody(order));
            if (exchange.getException() instanceof EventsMissing missing) {
                session.answer(missing.result(), out -> print(missing.result(), out));
                return ExitCodes.FAILED;
            }
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            Map<?, ?> result = exchange.getMessage().getBody(Map.class);
            session.answer(result, out -> print(result, out));
            return ExitCodes.OK;
        }
    }

    private static void print(Map<?, ?> result, PrintStream out) {
        if (result.get("dry_run") instanceof Map<?, ?> counts) {
            out.println(counts.get("to_be_read") + " files would be read, of " + counts.get("listed")
                    + " listed, of which " + counts.get("ignored") + " are no event files");
            return;
        }
        Map<?, ?> body = (Map<?, ?>) result.get("body");
        for (Object group : (List<?>) body.get("successful_groups")) {
            Map<?, ?> saved = (Map<?, ?>) group;
            out.println("saved   " + saved.get("checkpoint_key") + "  " + saved.get("new_events") + " new of "
                    + saved.get("events") + " events");
        }
        for (Object group : (List<?>) body.get("failed_groups")) {
            Map<?, ?> failed = (Map<?, ?>) group;
            out.println("failed  " + failed.get("study") + "/" + failed.get("datatype") + "  " + failed.get("error"));
        }
        out.println(body.get("total_events") + " events read, " + body.get("filtered_events")
                + " of them of sandbox projects; " + body.get("quarantined_files") + " files quarantined, "
                + body.get("unread_files") + " could not be read");
    }
}
