package routes.flights;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectStore;
import routes.aws.ObjectStore.Stored;
import routes.aws.SmallObjects;
import routes.aws.SmallObjects.Small;
import routes.lake.Spool;
import routes.policy.Transient;

/** Keeps snapshots as they were received, each once, and a pointer to the newest. */
final class RawZone {
    /** Metadata of a raw object: when it was asked for. */
    static final String FETCHED_AT = "fetched-at";

    private static final Logger LOG = LoggerFactory.getLogger(RawZone.class);
    private static final int RACES = 8;
    private static final int POINTER_BYTES = 1 << 16;

    private final ObjectStore objects;
    private final SmallObjects small;
    private final String bucket;
    private final Path spoolDirectory;

    RawZone(ObjectStore objects, SmallObjects small, String bucket, Path spoolDirectory) {
        this.objects = objects;
        this.small = small;
        this.bucket = bucket;
        this.spoolDirectory = spoolDirectory;
    }

    /** Stores a snapshot unless there is one of its time, which stays as it is; whether it is new. */
    boolean store(Snapshot snapshot, String run) {
        String key = snapshot.key().raw();
        Optional<Stored> before = objects.create(
                bucket,
                key,
                snapshot.content(),
                "application/gzip",
                Map.of(
                        ObjectStore.CONTENT_SHA256,
                        snapshot.sha256(),
                        FETCHED_AT,
                        snapshot.askedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                        StoredSnapshot.RUN_ID,
                        run));
        String there = before.map(stored -> stored.metadata().getOrDefault(ObjectStore.CONTENT_SHA256, "unknown"))
                .orElse(snapshot.sha256());
        if (!there.equals(snapshot.sha256())) {
            LOG.atWarn()
                    .addKeyValue("objectKey", key)
                    .log("OpenSky has another answer of the same time than before: the first is kept");
        }
        return before.isEmpty();
    }

    /** Lets the pointer name this snapshot, unless it names one that is not older. */
    void point(Snapshot snapshot) {
        byte[] pointer = pointer(snapshot);
        for (int race = 0; race < RACES; race++) {
            Optional<Small> there = small.read(bucket, SnapshotKey.LATEST, POINTER_BYTES);
            boolean newer = there.flatMap(RawZone::time)
                    .map(snapshot.key().time()::isAfter)
                    .orElse(true);
            if (!newer || replace(there, pointer)) {
                return;
            }
        }
        throw new Transient(
                SnapshotKey.LATEST + " is being written by others, " + RACES + " races lost", (Duration) null);
    }

    private boolean replace(Optional<Small> there, byte[] pointer) {
        try (Spool content = new Spool(POINTER_BYTES, spoolDirectory)) {
            content.write(pointer);
            return objects.replace(
                            bucket, SnapshotKey.LATEST, there.map(Small::eTag), content, "application/json", Map.of())
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pointer(Snapshot snapshot) {
        Map<String, Object> pointer = new LinkedHashMap<>();
        pointer.put("key", snapshot.key().raw());
        pointer.put("time", snapshot.key().time().toString());
        pointer.put("count", snapshot.states());
        try {
            return JSON.std.asBytes(pointer);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /** The time that a pointer tells; empty for what is none, which is written over. */
    private static Optional<Instant> time(Small pointer) {
        try {
            // Null for the word null.
            Map<String, Object> fields = JSON.std.mapFrom(pointer.bytes().orElse(new byte[0]));
            return Optional.of(Instant.parse(fields == null ? "" : String.valueOf(fields.get("time"))));
        } catch (IOException | DateTimeParseException e) {
            LOG.atWarn().addKeyValue("objectKey", SnapshotKey.LATEST).log("pointer is none, it is written anew");
            return Optional.empty();
        }
    }
}
