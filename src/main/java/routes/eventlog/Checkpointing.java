package routes.eventlog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.ReplacedObject;
import routes.aws.RunLedger;
import routes.lake.ObjectVersion;
import routes.lake.Spool;
import routes.lake.parquet.ParquetMerge;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSchema;
import routes.lake.parquet.ParquetWriting;
import routes.lake.parquet.SpoolSource;
import routes.lake.parquet.UnreadableParquet;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Transient;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Merges new events into a group's checkpoint. The old file is read as a stream and never changed: the new one is made and
 * verified beside it, and takes its place only if nobody else has written meanwhile.
 */
final class Checkpointing {
    /** The ledger's name of the leases on groups. */
    static final String LEASES = "eventlog-checkpoint";

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointing.class);
    private static final int IN_MEMORY = 4 << 20;
    private static final int PATIENCE = 5;
    /** Metadata name of the number of events. */
    private static final String EVENTS = "events";

    private final EventlogSettings settings;
    private final ObjectStore objects;
    private final ObjectReader reader;
    private final RunLedger leases;
    private final Path spoolDirectory;

    Checkpointing(
            EventlogSettings settings,
            ObjectStore objects,
            ObjectReader reader,
            RunLedger leases,
            Path spoolDirectory) {
        this.settings = settings;
        this.objects = objects;
        this.reader = reader;
        this.leases = leases;
        this.spoolDirectory = spoolDirectory;
    }

    /**
     * Takes the lease of a group, so that races are rare. Who waits for too long goes on without it: it is the condition of
     * the write that keeps the checkpoint whole.
     *
     * @param attempts in vain before
     * @throws Overtaken while somebody else has it
     */
    void take(Group group, String run, int attempts) {
        RunLedger.Claim claim = leases.as(run).claim(LEASES, group.toString());
        if (claim != RunLedger.Claim.TAKEN && attempts < PATIENCE) {
            throw new Overtaken("checkpoint of " + group + " is being written by somebody else");
        }
    }

    /** Lets go of it. A lease that stays ends by itself. */
    void release(Group group, String run) {
        try {
            leases.as(run).release(LEASES, group.toString(), Map.of());
        } catch (SdkException e) {
            LOG.warn("lease of {} stays until it ends: {}", group, Reason.of(e));
        }
    }

    /** A group that there was no time for: its work stays as it is. */
    void leave(GroupWork work, String run) {
        release(work.group(), run);
        LOG.atWarn()
                .addKeyValue("objectKey", settings.checkpointKey().of(work.group()))
                .log("out of time in the middle of a checkpoint: it is as it was, its events come again");
    }

    /** A group whose checkpoint is as it was. */
    GroupResult failed(GroupWork work, String run, Throwable failure) {
        release(work.group(), run);
        String key = settings.checkpointKey().of(work.group());
        String reason = "checkpoint " + key + " not saved: " + Reason.of(failure);
        if (Failures.kind(failure) == FailureKind.BUG) {
            LOG.error("a bug: checkpoint of {} not saved", work.group(), failure);
        } else {
            LOG.atError().addKeyValue("objectKey", key).log(reason);
        }
        return new GroupResult.Failed(work.group(), work.events().size(), reason);
    }

    /**
     * Makes the file that shall take the place of the group's checkpoint.
     *
     * @throws OutOfTime when time ends meanwhile
     * @throws Overtaken when the old one is replaced meanwhile
     * @throws UnreadableParquet for an old one that is no checkpoint of ours
     */
    Checkpoint merge(GroupWork work, TimeLeft time) {
        String key = settings.checkpointKey().of(work.group());
        // Not found means a first checkpoint; whatever else goes wrong means that nobody knows, and ends this group.
        Optional<ObjectVersion> there = current(work.group());
        try {
            if (there.isEmpty()) {
                return merge(work, time, key, Optional.empty(), Optional.empty());
            }
            try (OldCheckpoint old = open(there.get(), time)) {
                return merge(work, time, key, there.get().eTag(), Optional.of(old.file()));
            }
        } catch (ReplacedObject e) {
            throw new Overtaken(String.valueOf(e.getMessage()));
        } catch (UnreadableParquet e) {
            throw named(key, e);
        } catch (IOException e) {
            throw new Transient("checkpoint " + key + " could not be read or merged", e);
        }
    }

    private static UnreadableParquet named(String key, UnreadableParquet failure) {
        String reason = String.valueOf(failure.getMessage());
        return reason.contains(key) ? failure : new UnreadableParquet("checkpoint " + key + ": " + reason);
    }

    private Checkpoint merge(
            GroupWork work, TimeLeft time, String key, Optional<String> seen, Optional<ParquetReading> old)
            throws IOException {
        Spool content = new Spool(IN_MEMORY, spoolDirectory);
        boolean made = false;
        try {
            ParquetSchema schema = CheckpointColumns.of(settings.unknownFields(), old);
            // Not closed, which would close the spool behind it.
            ParquetWriting out = new ParquetWriting(content, schema, settings.rowGroupRows());
            ParquetMerge.Merged merged = ParquetMerge.merge(
                    old,
                    CheckpointColumns.TIMESTAMP,
                    CheckpointColumns.SOURCE_KEY,
                    row -> {
                        time.expectAny();
                        return work.isDropped(row);
                    },
                    work.events().iterator(),
                    out);
            out.finish(Map.of("group", work.group().toString()));
            Checkpoint checkpoint = new Checkpoint(work, key, seen, content, merged);
            verify(checkpoint, schema);
            made = true;
            return checkpoint;
        } finally {
            if (!made) {
                content.close();
            }
        }
    }

    /** What is written is read once more: nothing takes the place of a checkpoint that could not be read in its turn. */
    private static void verify(Checkpoint checkpoint, ParquetSchema schema) throws IOException {
        ParquetReading written = ParquetReading.open(new SpoolSource(checkpoint.content()));
        if (written.rows() != checkpoint.events() || !written.columns().equals(schema.columns())) {
            throw new IllegalStateException("merged file has " + written.rows() + " rows in "
                    + written.columns().size() + " columns, expected " + checkpoint.events() + " in "
                    + schema.columns().size());
        }
    }

    /**
     * Puts a file in its place.
     *
     * @throws Overtaken when somebody else has written meanwhile
     */
    GroupResult store(Checkpoint checkpoint) {
        try (checkpoint) {
            return replace(checkpoint);
        }
    }

    private GroupResult replace(Checkpoint checkpoint) {
        GroupWork work = checkpoint.work();
        Group group = work.group();
        if (checkpoint.isUnchanged()) {
            return new GroupResult.Unchanged(group);
        }
        String eTag = objects.replace(
                        settings.checkpointBucket(),
                        checkpoint.key(),
                        checkpoint.seen(),
                        checkpoint.content(),
                        "application/vnd.apache.parquet",
                        Map.of("group", group.toString(), EVENTS, Long.toString(checkpoint.events())))
                .orElseThrow(() -> new Overtaken("checkpoint " + checkpoint.key() + " was written by somebody else"));
        ParquetMerge.Merged merged = checkpoint.merged();
        LOG.atInfo()
                .addKeyValue("objectKey", checkpoint.key())
                .addKeyValue("records", checkpoint.events())
                .addKeyValue("added", merged.added())
                .addKeyValue("bytes", checkpoint.content().length())
                .addKeyValue("rowGroupsCopied", merged.groupsCopied())
                .addKeyValue("rowGroupsRewritten", merged.groupsRewritten())
                .log("checkpoint saved");
        return new GroupResult.Saved(
                group,
                checkpoint.events(),
                work.events().size(),
                checkpoint.content().length(),
                checkpoint.key(),
                checkpoint.seen(),
                eTag);
    }

    /** A group's checkpoint as it is now; empty when it has none. */
    Optional<ObjectVersion> current(Group group) {
        return objects.current(
                settings.checkpointBucket(), settings.checkpointKey().of(group));
    }

    /** How many events a checkpoint holds, as its writer said; empty for one that somebody else wrote. */
    OptionalLong events(ObjectVersion checkpoint) {
        return objects.find(checkpoint.bucket(), checkpoint.key()).stream()
                .map(stored -> stored.metadata().getOrDefault(EVENTS, ""))
                .filter(said -> said.matches("\\d{1,12}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** A checkpoint as it is in S3; see {@link OldCheckpoint#read}. */
    OldCheckpoint open(ObjectVersion checkpoint, TimeLeft time) throws IOException {
        return OldCheckpoint.read(reader, checkpoint, time, spoolDirectory);
    }
}
