package routes.runtime.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import routes.flights.QuarantineReview;
import routes.flights.QuarantineReview.Decision;
import routes.flights.QuarantineReview.Fate;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;

/** Decides on files in quarantine, by their names or on all of them. */
abstract class FlightsDecision implements Callable<Integer> {
    private static final Map<Fate, String> WORDS = new EnumMap<>(Map.of(
            Fate.DONE, "done",
            Fate.TO_BE_DONE, "would be done",
            Fate.DONE_BEFORE, "was done before",
            Fate.NOT_THERE, "is not in quarantine",
            Fate.DECIDED_OTHERWISE, "was decided otherwise before",
            Fate.IN_THE_WAY, "another content lies where it would be put"));

    private final Session session;
    private final Decision decision;

    @Parameters(
            arity = "0..*",
            paramLabel = "<snapshot>",
            description = "A file by its snapshot's time (20261121_185500), its key, or its address (s3://...).")
    private List<String> names = List.of();

    @Option(names = "--all", description = "Every file in quarantine.")
    private boolean all;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    FlightsDecision(Session session, Decision decision) {
        this.session = session;
        this.decision = decision;
    }

    @Override
    public Integer call() throws IOException {
        if (names.isEmpty() != all) {
            throw CommandFailure.usage("expected either snapshots or --all");
        }
        try (Assembly assembly = session.assembly(Pipeline.FLIGHTS)) {
            QuarantineReview review = FlightsQuarantineCommand.review(assembly);
            for (String name : names) {
                if (!review.isName(name)) {
                    throw CommandFailure.usage("snapshot is '" + name
                            + "', expected a time such as 20261121_185500, or a file's key or address");
                }
            }
            List<String> chosen =
                    all ? review.waiting(assembly.lake().reader().listing()).toList() : names;
            Map<String, Fate> fates = new LinkedHashMap<>();
            for (String name : chosen) {
                Fate fate = review.decide(name, decision, dryRun);
                fates.put(name, fate);
                if (session.isText()) {
                    session.console().out().println(name + "  " + WORDS.get(fate));
                }
            }
            session.answer(document(fates), out -> out.println(summary(fates)));
            boolean well = fates.values().stream()
                    .allMatch(fate -> fate == Fate.DONE || fate == Fate.TO_BE_DONE || fate == Fate.DONE_BEFORE);
            return well ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private Map<String, Object> document(Map<String, Fate> fates) {
        List<Map<String, String>> files = new ArrayList<>();
        fates.forEach((name, fate) ->
                files.add(Map.of("snapshot", name, "fate", fate.name().toLowerCase(Locale.ROOT))));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("decision", decision.name().toLowerCase(Locale.ROOT));
        document.put("dry_run", dryRun);
        document.put("files", files);
        return document;
    }

    private static String summary(Map<String, Fate> fates) {
        return fates.isEmpty()
                ? "nothing is in quarantine"
                : fates.values().stream()
                        .collect(Collectors.groupingBy(WORDS::get, LinkedHashMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }
}
