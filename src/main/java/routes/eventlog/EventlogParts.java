package routes.eventlog;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import routes.policy.EventMessage;
import routes.policy.EventSettling;
import routes.policy.Lake;
import routes.policy.Ticks;

/** The pipeline's plain classes, put together once; the routes decide in which order they act. */
public record EventlogParts(
        EventlogSettings settings,
        Ticks ticks,
        Sweep sweep,
        Intake intake,
        EventLedger ledger,
        EventFiles files,
        Checkpointing checkpointing,
        Settling settling,
        EventNumbers numbers,
        Clock clock,
        RandomGenerator random) {
    /** The ledger's name of scheduled sweeps. */
    static final String SWEEPS = "eventlog-sweep";

    /** Files that one reader reads one after the other. */
    private static final int SLICE = 20;

    /** Puts them together. */
    public static EventlogParts of(Lake lake, EventlogSettings settings, Path spoolDirectory) {
        EventLedger ledger = new EventLedger(
                lake.tables().notes(settings.table(), lake.workers()),
                settings.sourceBucket(),
                settings.checkpointBucket());
        Checkpointing checkpointing =
                new Checkpointing(settings, lake.objects(), lake.reader(), lake.ledger(), spoolDirectory);
        Quarantine quarantine = new Quarantine(
                lake.objects(), lake.objects().copies(), lake.reader().listing(), settings, spoolDirectory);
        return new EventlogParts(
                settings,
                new Ticks(SWEEPS, settings.schedule(), settings.catchUp(), lake.ledger(), lake.clock()),
                new Sweep(settings, lake.reader().listing(), checkpointing, quarantine, ledger, lake.random()),
                new Intake(settings, lake.meter()),
                ledger,
                new EventFiles(
                        lake.reader().small(),
                        settings.sourceBucket(),
                        settings.largestFile(),
                        new EventReader(settings.unknownFields()),
                        quarantine),
                checkpointing,
                new Settling(new EventSettling("eventlog-collect", settings.retryDelay(), lake.parking())),
                new EventNumbers(lake.meter()),
                lake.clock(),
                lake.random());
    }

    /** Files of messages of which this content has not been taken in. */
    List<Candidate> unknown(List<EventMessage> messages) {
        return ledger.candidates(Intake.files(messages)).stream()
                .filter(candidate -> !candidate.isKnown())
                .toList();
    }

    /** Work in another order each time, so that a group that takes all of the time takes it from others than before. */
    List<GroupWork> inTurn(List<GroupWork> work) {
        List<GroupWork> turned = new ArrayList<>(work);
        if (!turned.isEmpty()) {
            Collections.rotate(turned, random.nextInt(turned.size()));
        }
        return turned;
    }

    /** Candidates in the pieces in which readers take them. */
    List<List<Candidate>> slices(List<Candidate> candidates) {
        int size = Math.max(1, Math.min(SLICE, candidates.size() / settings.readers()));
        List<List<Candidate>> slices = new ArrayList<>();
        for (int from = 0; from < candidates.size(); from += size) {
            slices.add(candidates.subList(from, Math.min(from + size, candidates.size())));
        }
        return slices;
    }
}
