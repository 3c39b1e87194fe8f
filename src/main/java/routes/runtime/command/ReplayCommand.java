package routes.runtime.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import routes.aws.DeadLetters;
import routes.aws.DeadLetters.Parked;
import routes.lake.Names;
import routes.runtime.Assembly;
import routes.settings.Rate;

/** Lists what is parked, and sends it back. */
@Command(
        name = "replay",
        description = {
            "Lists what is parked for a queue, and sends it back.",
            "Each message is deleted from the dead-letter queue when it lies on its queue again. Messages that are not "
                    + "chosen stay; after an interruption those listed are visible again within 5 minutes."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes replay --queue api-a --dry-run",
            "  lake-routes replay --queue ingest-api-a --kind transient --max 100 --rate 5/s"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int LISTED = 10_000;

    private final Session session;

    @Option(
            names = "--queue",
            required = true,
            paramLabel = "<queue>",
            description = "The queue, or the source whose queue it is; what is parked lies on its dead-letter queue.")
    private String queue = "";

    @Option(
            names = "--kind",
            paramLabel = "<kind>",
            description = "Only these: transient, poison, outage, bug, or crash (moved by SQS, without a reason).")
    private @Nullable Kind kind;

    @Option(names = "--max", paramLabel = "<n>", description = "Send no more than these.")
    private int max = Integer.MAX_VALUE;

    @Option(
            names = "--rate",
            paramLabel = "<rate>",
            converter = Converters.Pace.class,
            defaultValue = "10/s",
            description = "Send no faster; default: ${DEFAULT-VALUE}.")
    private Rate rate = new Rate(10, java.time.Duration.ofSeconds(1));

    @Option(names = "--dry-run", description = "List, and send nothing.")
    private boolean dryRun;

    ReplayCommand(Session session) {
        this.session = session;
    }

    /** Why a message may be parked. */
    enum Kind {
        TRANSIENT,
        POISON,
        OUTAGE,
        BUG,
        CRASH
    }

    @Override
    public Integer call() throws InterruptedException {
        if (max < 1) {
            throw CommandFailure.usage("--max is " + max + ", expected at least 1");
        }
        try (Assembly assembly = session.assembly()) {
            String name = Lookup.queue(assembly, queue);
            Replay.Order order = new Replay.Order(
                    name,
                    name + assembly.lakeSettings().dlqSuffix(),
                    Optional.ofNullable(kind).map(only -> only.name().toLowerCase(java.util.Locale.ROOT)),
                    max,
                    rate,
                    dryRun,
                    session.console().clock().instant());
            DeadLetters letters =
                    new DeadLetters(assembly.clients()::sqs, assembly.lake().queues());
            List<Map<String, Object>> listed = new ArrayList<>();
            Map<Replay.Fate, Integer> counts = new Replay(
                            letters, assembly.lake().queues(), order, (parked, fate) -> {
                                if (session.isText()) {
                                    session.console().out().println(line(parked, fate));
                                } else if (listed.size() < LISTED) {
                                    listed.add(asMap(parked, fate));
                                }
                            })
                    .run();
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("queue", order.queue());
            document.put("dlq", order.dlq());
            document.put("dry_run", dryRun);
            Map<String, Integer> byName = new LinkedHashMap<>();
            for (Replay.Fate fate : Replay.Fate.values()) {
                byName.put(fate.name().toLowerCase(java.util.Locale.ROOT), counts.getOrDefault(fate, 0));
            }
            document.put("counts", byName);
            document.put("messages", listed);
            session.answer(document, out -> {
                List<String> parts = new ArrayList<>();
                counts.forEach((fate, count) -> parts.add(count + " " + fate));
                out.println(order.dlq() + ": " + (parts.isEmpty() ? "nothing is parked" : String.join(", ", parts)));
            });
            boolean failed =
                    counts.containsKey(Replay.Fate.NOT_SENT) || counts.containsKey(Replay.Fate.SENT_NOT_DELETED);
            return failed ? ExitCodes.FAILED : ExitCodes.OK;
        }
    }

    private static String line(Parked parked, Replay.Fate fate) {
        return String.join(
                "  ",
                fate.toString(),
                Replay.kind(parked),
                attribute(parked, "failed_route"),
                "attempts " + attribute(parked, "attempts"),
                "run " + attribute(parked, "run_id"),
                parked.id(),
                attribute(parked, "error"));
    }

    private static Map<String, Object> asMap(Parked parked, Replay.Fate fate) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("message_id", parked.id());
        map.put("fate", fate.name().toLowerCase(java.util.Locale.ROOT));
        map.put("error_kind", Replay.kind(parked));
        for (String name : List.of("error", "failed_route", "attempts", "run_id")) {
            map.put(name, attribute(parked, name));
        }
        map.put("parked_at", parked.sentAt().toString());
        return map;
    }

    private static String attribute(Parked parked, String name) {
        return Names.oneLine(parked.attributes().getOrDefault(name, "-"), 250);
    }
}
