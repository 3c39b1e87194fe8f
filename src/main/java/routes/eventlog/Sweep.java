package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectListing;
import routes.aws.ReplacedObject;
import routes.lake.ObjectVersion;
import routes.lake.parquet.ColumnValues;
import routes.lake.parquet.ParquetReading;

/** Finds every file that is in no checkpoint: the first run, the daily one, the rebuild and the repair are all the same. */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int NOTED_AT_ONCE = 10_000;
    private static final int RACES = 5;

    private final EventlogSettings settings;
    private final ObjectListing listing;
    private final Checkpointing checkpointing;
    private final Quarantine quarantine;
    private final EventLedger ledger;
    private final RandomGenerator random;

    Sweep(
            EventlogSettings settings,
            ObjectListing listing,
            Checkpointing checkpointing,
            Quarantine quarantine,
            EventLedger ledger,
            RandomGenerator random) {
        this.settings = settings;
        this.listing = listing;
        this.checkpointing = checkpointing;
        this.quarantine = quarantine;
        this.ledger = ledger;
        this.random = random;
    }

    /**
     * Looks at what is there already, and begins to list. Who has no time to look at all of it lists nothing: every file that
     * lies in a checkpoint would seem to be missing.
     */
    SweepRun begin(SweepRequest request, String run, TimeLeft time) {
        Map<Group, ObjectVersion> checkpoints = new TreeMap<>();
        Set<Group> unseen = new TreeSet<>();
        Map<Group, String> broken = new TreeMap<>();
        try {
            checkpoints()
                    .peek(object -> time.expectAny())
                    .forEach(object -> checkpoints.put(
                            settings.checkpointKey().group(object.key()).orElseThrow(), object));
            unseen.addAll(checkpoints.keySet());
            return begin(request, run, time, checkpoints, unseen, broken);
        } catch (OutOfTime e) {
            unseen.removeAll(broken.keySet());
            LOG.warn("sweep: out of time before checkpoints of {} were looked at", unseen);
            SweepRun nothing = new SweepRun(
                    request,
                    run,
                    settings.sweepFiles(),
                    new KnownFiles(0, random.nextLong()),
                    Set.of(),
                    Set.of(),
                    broken,
                    Collections.emptyIterator(),
                    ledger);
            nothing.outOfTime();
            return nothing;
        }
    }

    /** @param unseen groups of which nothing is known yet */
    private SweepRun begin(
            SweepRequest request,
            String run,
            TimeLeft time,
            Map<Group, ObjectVersion> checkpoints,
            Set<Group> unseen,
            Map<Group, String> broken) {
        long rows = 0;
        for (Map.Entry<Group, ObjectVersion> checkpoint : checkpoints.entrySet()) {
            rows += rows(checkpoint, time, broken);
        }
        List<SourceFile> quarantined =
                quarantine.files().peek(file -> time.expectAny()).toList();
        KnownFiles known = new KnownFiles(rows + quarantined.size(), random.nextLong());
        Set<String> twice = new HashSet<>();
        for (Map.Entry<Group, ObjectVersion> checkpoint : checkpoints.entrySet()) {
            if (!broken.containsKey(checkpoint.getKey())) {
                look(
                        checkpoint,
                        time,
                        broken,
                        file -> remember(checkpoint, file, known, twice, time, request.dryRun()));
            }
            unseen.remove(checkpoint.getKey());
        }
        quarantined.forEach(
                file -> known.add(file.key().getBytes(UTF_8), file.eTag().getBytes(UTF_8)));
        LOG.info(
                "sweep begins: {} events in {} checkpoints, {} contents in quarantine",
                rows,
                checkpoints.size() - broken.size(),
                quarantined.size());
        checkpoints.keySet().removeAll(broken.keySet());
        Iterator<ObjectVersion> files =
                listing.objects(settings.sourceBucket(), settings.prefix()).iterator();
        return new SweepRun(
                request, run, settings.sweepFiles(), known, twice, checkpoints.keySet(), broken, files, ledger);
    }

    /** Told by its writer, or counted. */
    private long rows(Map.Entry<Group, ObjectVersion> checkpoint, TimeLeft time, Map<Group, String> broken) {
        time.expectAny();
        AtomicLong rows = new AtomicLong();
        try {
            OptionalLong said = checkpointing.events(checkpoint.getValue());
            said.ifPresentOrElse(rows::set, () -> look(checkpoint, time, broken, file -> rows.set(file.rows())));
        } catch (OutOfTime e) {
            throw e;
        } catch (RuntimeException e) {
            broken(checkpoint, broken, Reason.of(e));
        }
        return rows.get();
    }

    /** What is done with a checkpoint. */
    private interface Look {
        void at(ParquetReading file) throws IOException;
    }

    /** Opens a checkpoint; one that cannot be read is left alone, and nothing else with it. */
    private void look(Map.Entry<Group, ObjectVersion> checkpoint, TimeLeft time, Map<Group, String> broken, Look look) {
        for (int race = 0; race < RACES; race++) {
            time.expectAny();
            try (OldCheckpoint old = checkpointing.open(checkpoint.getValue(), time)) {
                look.at(old.file());
                return;
            } catch (ReplacedObject e) {
                checkpointing.current(checkpoint.getKey()).ifPresent(checkpoint::setValue);
            } catch (OutOfTime e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                broken(checkpoint, broken, Reason.of(e));
                return;
            }
        }
        broken(checkpoint, broken, "it was replaced " + RACES + " times meanwhile");
    }

    private static void broken(Map.Entry<Group, ObjectVersion> checkpoint, Map<Group, String> broken, String reason) {
        String key = checkpoint.getValue().key();
        LOG.atError().addKeyValue("objectKey", key).log("checkpoint cannot be read, it is left alone: {}", reason);
        broken.put(checkpoint.getKey(), "checkpoint " + key + " cannot be read: " + reason);
    }

    private Stream<ObjectVersion> checkpoints() {
        return listing.objects(
                        settings.checkpointBucket(), settings.checkpointKey().prefix())
                .filter(object -> settings.checkpointKey().group(object.key()).isPresent());
    }

    /**
     * Whose events a checkpoint holds. When the ledger does not know them all, it is told.
     *
     * @param twice gets keys of which some checkpoint has another content already
     * @param dryRun tell nobody
     */
    private void remember(
            Map.Entry<Group, ObjectVersion> checkpoint,
            ParquetReading file,
            KnownFiles known,
            Set<String> twice,
            TimeLeft time,
            boolean dryRun)
            throws IOException {
        if (!CheckpointColumns.has(file, CheckpointColumns.SOURCE_ETAG)) {
            // Which contents they are is unknown: they are read again, and each replaces its own row.
            return;
        }
        String key = checkpoint.getValue().key();
        String eTag = checkpoint.getValue().eTag().orElseThrow();
        boolean noted = dryRun || ledger.isNoted(key, eTag);
        Map<String, FileNote> notes = new HashMap<>();
        for (int rows = 0; rows < file.groups(); rows++) {
            time.expectAny();
            ColumnValues keys = file.values(rows, CheckpointColumns.SOURCE_KEY);
            ColumnValues eTags = file.values(rows, CheckpointColumns.SOURCE_ETAG);
            while (keys.next() && eTags.next()) {
                if (keys.isNull() || eTags.isNull()) {
                    continue;
                }
                if (known.add(keys.text(), eTags.text())) {
                    twice.add(new String(keys.text(), UTF_8));
                }
                if (!noted) {
                    notes.put(
                            new String(keys.text(), UTF_8),
                            FileNote.stored(new String(eTags.text(), UTF_8), checkpoint.getKey()));
                }
                if (notes.size() == NOTED_AT_ONCE) {
                    time.expectAny();
                    ledger.note(notes);
                    notes.clear();
                }
            }
        }
        if (!noted) {
            ledger.note(notes);
            ledger.allNoted(key, eTag);
        }
    }
}
