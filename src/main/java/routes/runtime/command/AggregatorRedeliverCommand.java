package routes.runtime.command;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import routes.aggregator.AggregatorSettings;
import routes.aggregator.Redelivery;
import routes.aggregator.Redelivery.Answer;
import routes.aggregator.Redelivery.Fate;
import routes.policy.Transient;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;
import software.amazon.awssdk.core.exception.SdkException;

/** Sends archived bundles once more. */
@Command(
        name = "redeliver",
        description = {
            "Sends archived bundles again, by name or by the hours in which they were planned.",
            "Each gets its own id again, whatever became of its first delivery. What is being made or sent at this moment "
                    + "is left alone. NiFi receives what it has received before: it has to know the id."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes aggregator redeliver --bundle bundle-3f9a1c073f9a1c073f9a1c073f9a1c07",
            "  lake-routes aggregator redeliver --from 2026-11-19T07 --to 2026-11-19T09 --dry-run"
        })
final class AggregatorRedeliverCommand implements Callable<Integer> {
    private static final int LISTED = 10_000;
    private static final int PROGRESS_EVERY = 24;

    private final Session session;

    @Option(
            names = "--bundle",
            paramLabel = "<id|key>",
            description =
                    "A bundle by its id; by its key in the archive when its row is over. May be given several times.")
    private List<String> bundles = List.of();

    @Mixin
    private HourRange range = new HourRange();

    @Option(names = "--dry-run", description = "List, and send nothing.")
    private boolean dryRun;

    private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
    private final List<Map<String, Object>> listed = new ArrayList<>();

    AggregatorRedeliverCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (bundles.isEmpty() == range.isEmpty()) {
            throw CommandFailure.usage("expected either --bundle or --from");
        }
        Clock clock = session.console().clock();
        List<Instant> hours = bundles.isEmpty() ? range.hours(clock).toList() : List.of();
        try (Assembly assembly = session.assembly(Pipeline.AGGREGATOR)) {
            Redelivery redelivery = new Redelivery(
                    assembly.lake(),
                    AggregatorSettings.read(assembly.settings()),
                    assembly.lake().reader().listing());
            bundles.stream().filter(name -> !redelivery.isName(name)).forEach(name -> {
                throw CommandFailure.usage("--bundle is '" + name
                        + "', expected bundle- and 32 hexadecimal digits, or its key in the archive");
            });
            String stopped = send(redelivery, hours);
            session.answer(document(stopped), out -> print(stopped, out));
            boolean well =
                    stopped.isEmpty() && !counts.containsKey(Fate.REFUSED) && !counts.containsKey(Fate.NOT_ENQUEUED);
            return well ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    /** Hour by hour, so that somebody who waits sees that it goes on; answers what it broke off for, if it did. */
    private String send(Redelivery redelivery, List<Instant> hours) {
        try {
            bundles.forEach(name -> settle(redelivery.again(name, dryRun)));
            for (int i = 0; i < hours.size(); i++) {
                redelivery.planned(hours.get(i)).forEach(key -> settle(redelivery.again(key, dryRun)));
                if ((i + 1) % PROGRESS_EVERY == 0 && i + 1 < hours.size()) {
                    session.console().err().println("looked up to " + hours.get(i) + ", " + total() + " bundles");
                }
            }
            return "";
        } catch (SdkException e) {
            return FailureLines.line(e);
        } catch (Transient e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Map<String, Object> document(String stopped) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dry_run", dryRun);
        Map<String, Integer> byName = new LinkedHashMap<>();
        for (Fate fate : Fate.values()) {
            byName.put(name(fate), counts.getOrDefault(fate, 0));
        }
        document.put("counts", byName);
        document.put("bundles", listed);
        if (!stopped.isEmpty()) {
            document.put("stopped", stopped);
        }
        return document;
    }

    private void print(String stopped, PrintStream out) {
        List<String> parts = new ArrayList<>();
        counts.forEach((fate, count) -> parts.add(count + " " + fate));
        if (!stopped.isEmpty()) {
            parts.add("then it stopped: " + stopped);
        }
        out.println(parts.isEmpty() ? "no bundles were planned then" : String.join(", ", parts));
    }

    private void settle(Answer answer) {
        counts.merge(answer.fate(), 1, Integer::sum);
        if (session.isText()) {
            session.console().out().println(answer.fate() + "  " + answer.bundle() + "  " + answer.said());
        } else if (listed.size() < LISTED) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("bundle", answer.bundle());
            map.put("fate", name(answer.fate()));
            map.put("said", answer.said());
            listed.add(map);
        }
    }

    private int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String name(Fate fate) {
        return fate.name().toLowerCase(java.util.Locale.ROOT);
    }
}
