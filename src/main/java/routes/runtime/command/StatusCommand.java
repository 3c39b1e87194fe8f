package routes.runtime.command;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;

/** Compares what is planned with what is stored. */
@Command(
        name = "status",
        description = {
            "Compares planned with stored, by source and day.",
            "Tells how deep the queues are, too, and whatever else a pipeline tells of itself, such as the aggregator's "
                    + "circuit and open bundles. Looking at what is parked hides it for a moment."
        },
        footer = {
            "",
            "States: complete; open: its end has not been seen since it was planned; cut-off: the source has more pages",
            "than may be asked for; missing pages: some before the end are not stored; not planned.",
            "",
            "Examples:",
            "  lake-routes status",
            "  lake-routes status --from 2026-11-01 --to 2026-11-19 --json"
        })
final class StatusCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private DayRange days = new DayRange();

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        LocalDate from = days.from(session.console().clock());
        LocalDate to = days.to(session.console().clock());
        try (Assembly assembly = session.assembly()) {
            Map<String, PipelineStatus> all = new LinkedHashMap<>();
            for (Map.Entry<Pipeline, Pipeline.Plan> entry : assembly.plans().entrySet()) {
                all.put(entry.getKey().title(), PipelineStatus.of(assembly, entry.getValue(), from, to));
            }
            List<Map<String, Object>> pipelines = new ArrayList<>();
            all.forEach((name, status) -> {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("pipeline", name);
                map.putAll(status.asMap());
                pipelines.add(map);
            });
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("from", from.toString());
            document.put("to", to.toString());
            document.put("pipelines", pipelines);
            session.answer(document, out -> all.forEach((name, status) -> print(name, status, out)));
            return ExitCodes.OK;
        }
    }

    private static void print(String name, PipelineStatus status, PrintStream out) {
        out.println(name);
        if (!status.days().isEmpty()) {
            printDays(status, out);
            out.println();
        }
        printQueues(status, out);
        if (!status.notes().isEmpty()) {
            out.println();
            Table notes = new Table("about", "now");
            status.notes().forEach(note -> notes.row(note.about(), PipelineStatus.inWords(note)));
            notes.print(out);
        }
        out.println();
    }

    private static void printDays(PipelineStatus status, PrintStream out) {
        Table days = new Table("source", "day", "state", "planned", "pages", "stored", "parked", "missing");
        status.days()
                .forEach(day -> days.row(
                        day.of().source(),
                        day.of().day(),
                        day.state(),
                        day.planned(),
                        day.pages().map(String::valueOf).orElse("-"),
                        day.stored(),
                        status.parkedOf(day.of()),
                        some(day.missing())));
        days.print(out);
    }

    private static void printQueues(PipelineStatus status, PrintStream out) {
        boolean byDays = !status.days().isEmpty();
        List<String> headings =
                new ArrayList<>(List.of("queue", "waiting", "in flight", "delayed", "parked", "oldest parked"));
        if (byDays) {
            headings.add("planned, open since");
        }
        Table queues = new Table(headings.toArray(String[]::new));
        status.queues().forEach(queue -> {
            List<Object> cells = new ArrayList<>(List.of(
                    queue.name(),
                    queue.depth().visible(),
                    queue.depth().inFlight(),
                    queue.depth().delayed(),
                    queue.parked().total(),
                    queue.oldestParked().map(PipelineStatus::inWords).orElse("-")));
            if (byDays) {
                cells.add(queue.openSince().map(PipelineStatus::inWords).orElse("-"));
            }
            queues.row(cells.toArray());
        });
        queues.print(out);
    }

    private static String some(List<Integer> pages) {
        String first =
                String.join(" ", pages.stream().limit(5).map(String::valueOf).toList());
        return pages.isEmpty() ? "-" : pages.size() > 5 ? first + " ..." : first;
    }
}
