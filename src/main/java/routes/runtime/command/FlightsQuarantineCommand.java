package routes.runtime.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import routes.flights.FlightsSettings;
import routes.flights.QuarantineReview;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;

/** Lists the files that somebody has to look at. */
@Command(
        name = "quarantine",
        description = "Lists the files in quarantine with what their reports say, to be released or rejected.",
        footer = {"", "Example:", "  lake-routes flights quarantine --json"})
final class FlightsQuarantineCommand implements Callable<Integer> {
    private final Session session;

    FlightsQuarantineCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Assembly assembly = session.assembly(Pipeline.FLIGHTS)) {
            QuarantineReview review = review(assembly);
            List<Map<String, Object>> files = new ArrayList<>();
            review.waiting(assembly.lake().reader().listing()).forEach(name -> {
                Map<String, Object> file = new LinkedHashMap<>();
                file.put("snapshot", name);
                file.putAll(review.report(name));
                files.add(file);
                if (session.isText()) {
                    session.console().out().println(line(file));
                }
            });
            session.answer(Map.of("files", files), out -> out.println(files.size() + " files in quarantine"));
            return ExitCodes.OK;
        }
    }

    static QuarantineReview review(Assembly assembly) {
        return new QuarantineReview(
                assembly.lake(),
                FlightsSettings.read(assembly.settings()),
                assembly.lakeSettings().spoolDirectory());
    }

    private static String line(Map<String, Object> file) {
        StringBuilder line = new StringBuilder();
        file.forEach((name, value) ->
                line.append(line.isEmpty() ? "" : "  " + name + " ").append(value));
        return line.toString();
    }
}
