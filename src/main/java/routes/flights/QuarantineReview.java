package routes.flights;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import routes.aws.ObjectListing;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.ObjectStore.Stored;
import routes.lake.Spool;
import routes.policy.Lake;

/**
 * What somebody decides who has looked at files in quarantine. The decision is noted before anything is moved: a command
 * that dies is given again, and goes on where it was.
 */
public final class QuarantineReview {
    private static final int IN_MEMORY = 8 << 20;
    private static final int REPORT_BYTES = 1 << 20;

    private final ObjectStore objects;
    private final ObjectReader reader;
    private final Verdicts verdicts;
    private final String bucket;
    private final Path spoolDirectory;

    /** Over the processed bucket and the ledger. */
    public QuarantineReview(Lake lake, FlightsSettings settings, Path spoolDirectory) {
        this.objects = lake.objects();
        this.reader = lake.reader();
        this.verdicts = new Verdicts(lake.ledger(), lake.clock());
        this.bucket = settings.processedBucket();
        this.spoolDirectory = spoolDirectory;
    }

    /** What can be decided. */
    public enum Decision {
        /** The file may be used: it is put back, scored again, and not complained of. */
        RELEASE(Standing.RELEASED),
        /** The file is not to be used: it is removed here. The raw object and the report stay. */
        REJECT(Standing.REJECTED);

        private final Standing standing;

        Decision(Standing standing) {
            this.standing = standing;
        }
    }

    /** What came of a decision. */
    public enum Fate {
        DONE,
        /** It would be done, but for a dry run. */
        TO_BE_DONE,
        /** It was released before, and is where it should be. */
        DONE_BEFORE,
        /** There is no such file in quarantine. */
        NOT_THERE,
        /** Its content was decided otherwise before. */
        DECIDED_OTHERWISE,
        /** Another content lies where the file would be put. */
        IN_THE_WAY
    }

    /** Files in quarantine, by the names under which they can be decided on, in their order. */
    public Stream<String> waiting(ObjectListing listing) {
        return listing.keys(bucket, SnapshotKey.QUARANTINE)
                .flatMap(key -> SnapshotKey.ofQuarantine(key).stream())
                .map(SnapshotKey::name);
    }

    /** Why a file was put here, as its report says: score, grade, failed checks, or reasons. */
    public Map<String, Object> report(String name) {
        String key = snapshot(name).orElseThrow().quarantineReport();
        Optional<InputStream> report = objects.open(bucket, key);
        if (report.isEmpty()) {
            return Map.of();
        }
        try (InputStream in = report.get()) {
            Map<String, Object> all = JSON.std.mapFrom(in.readNBytes(REPORT_BYTES));
            Map<String, Object> told = new LinkedHashMap<>();
            for (String field :
                    new String[] {"total_records", "overall_score", "quality_grade", "failed_checks", "reasons"}) {
                if (all.containsKey(field)) {
                    told.put(field, all.get(field));
                }
            }
            return told;
        } catch (IOException e) {
            throw new UncheckedIOException(key + " cannot be read", e);
        }
    }

    /** Whether a name is one of a snapshot: {@code 20261121_185500}, or the key or address of its file. */
    public boolean isName(String name) {
        return snapshot(name).isPresent();
    }

    /** Decides on a file. */
    public Fate decide(String name, Decision decision, boolean dryRun) throws IOException {
        SnapshotKey snapshot = snapshot(name).orElseThrow();
        Optional<Stored> file = objects.find(bucket, snapshot.quarantine());
        if (file.isEmpty()) {
            return decision == Decision.RELEASE && isReleased(snapshot) ? Fate.DONE_BEFORE : Fate.NOT_THERE;
        }
        try (Spool content = Spool.withSha256(IN_MEMORY, spoolDirectory)) {
            reader.copy(file.get().content(), content);
            String sha256 = content.sha256();
            Standing standing = verdicts.of(sha256);
            if (standing == Standing.RELEASED && decision == Decision.REJECT
                    || standing == Standing.REJECTED && decision == Decision.RELEASE) {
                return Fate.DECIDED_OTHERWISE;
            }
            if (decision == Decision.RELEASE && isInTheWay(snapshot, sha256)) {
                return Fate.IN_THE_WAY;
            }
            if (dryRun) {
                return Fate.TO_BE_DONE;
            }
            if (!verdicts.decide(sha256, snapshot.processed(), decision.standing)) {
                return Fate.DECIDED_OTHERWISE;
            }
            if (decision == Decision.RELEASE) {
                Map<String, String> metadata = new LinkedHashMap<>(file.get().metadata());
                metadata.put(ObjectStore.CONTENT_SHA256, sha256);
                objects.create(bucket, snapshot.processed(), content, "application/vnd.apache.parquet", metadata);
            }
            objects.removal()
                    .remove(
                            bucket,
                            snapshot.quarantine(),
                            file.get().content().eTag().orElseThrow());
            return Fate.DONE;
        }
    }

    private boolean isReleased(SnapshotKey snapshot) {
        return objects.find(bucket, snapshot.processed())
                .map(there -> there.metadata().getOrDefault(ObjectStore.CONTENT_SHA256, ""))
                .filter(sha256 -> verdicts.of(sha256) == Standing.RELEASED)
                .isPresent();
    }

    private boolean isInTheWay(SnapshotKey snapshot, String sha256) {
        return objects.find(bucket, snapshot.processed())
                .filter(there -> !sha256.equals(there.metadata().get(ObjectStore.CONTENT_SHA256)))
                .isPresent();
    }

    private Optional<SnapshotKey> snapshot(String name) {
        String address = "s3://" + bucket + "/";
        String key = name.startsWith(address) ? name.substring(address.length()) : name;
        return SnapshotKey.ofQuarantine(key)
                .or(() -> SnapshotKey.ofProcessed(key))
                .or(() -> SnapshotKey.ofRaw(key))
                .or(() -> SnapshotKey.ofName(key));
    }
}
