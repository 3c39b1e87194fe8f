package routes.flights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.ObjectStore.Written;
import routes.aws.ReplacedObject;
import routes.lake.GzipFile;
import routes.lake.Spool;
import routes.policy.Poison;

/** Makes a Parquet file of a raw object, and stores it with what could not become rows. */
final class Converting {
    private static final Logger LOG = LoggerFactory.getLogger(Converting.class);
    private static final int IN_MEMORY = 8 << 20;

    private final ObjectStore objects;
    private final ObjectReader reader;
    private final Verdicts verdicts;
    private final FlightsSettings settings;
    private final Conversion conversion;
    private final Path spoolDirectory;

    Converting(
            ObjectStore objects,
            ObjectReader reader,
            Verdicts verdicts,
            FlightsSettings settings,
            Path spoolDirectory) {
        this.objects = objects;
        this.reader = reader;
        this.verdicts = verdicts;
        this.settings = settings;
        this.conversion = new Conversion(settings.rowGroupRows());
        this.spoolDirectory = spoolDirectory;
    }

    /**
     * A raw object with what was made of it; whoever gets it closes it.
     *
     * @param raw as it was found
     * @param converted what it came to
     * @param parquet the file
     * @param rejected lines of states that break a rule, in gzip
     */
    record Made(StoredSnapshot raw, Converted converted, Spool parquet, Spool rejected) implements AutoCloseable {

        @Override
        public void close() {
            parquet.close();
            rejected.close();
        }
    }

    /**
     * The raw object under a key as it is now.
     *
     * @throws Poison when there is none
     */
    StoredSnapshot find(String key) {
        SnapshotKey snapshot = SnapshotKey.ofRaw(key).orElseThrow();
        return objects.find(settings.rawBucket(), key)
                .map(stored -> new StoredSnapshot(snapshot, stored))
                .orElseThrow(() -> new Poison("raw object is not there (any more)"));
    }

    /**
     * Converts a raw object.
     *
     * @throws Poison for what is no snapshot, or is one of another time than its key says
     * @throws ReplacedObject when another content has taken its place
     */
    Made convert(StoredSnapshot raw) throws IOException {
        Spool parquet = Spool.withSha256(IN_MEMORY, spoolDirectory);
        Spool rejected = Spool.withSha256(IN_MEMORY, spoolDirectory);
        boolean made = false;
        try (GzipFile lines = new GzipFile(rejected)) {
            Converted converted = conversion.convert(() -> open(raw), fetchedAt(raw), parquet, lines);
            Instant said = raw.snapshot().time();
            if (!converted.snapshotTime().equals(said)) {
                throw new Poison(
                        "snapshot is of " + converted.snapshotTime() + ", expected " + said + " as its key says");
            }
            lines.finish();
            made = true;
            return new Made(raw, converted, parquet, rejected);
        } catch (UnreadableSnapshot e) {
            throw new Poison(String.valueOf(e.getMessage()));
        } finally {
            if (!made) {
                parquet.close();
                rejected.close();
            }
        }
    }

    /**
     * Stores what was made, the file last: whoever is told of it finds the rest. A content that nobody should use is not
     * put where good files are.
     *
     * @return empty when it was left out
     */
    Optional<Written> store(Made made) {
        String sha256 = made.parquet().sha256();
        Standing standing = verdicts.of(sha256);
        if (standing == Standing.QUARANTINED || standing == Standing.REJECTED) {
            LOG.atInfo()
                    .addKeyValue("objectKey", made.raw().snapshot().processed())
                    .log(
                            "content is {}: it is not stored again",
                            standing.name().toLowerCase(java.util.Locale.ROOT));
            return Optional.empty();
        }
        if (made.converted().rejected() > 0) {
            objects.put(
                    settings.processedBucket(),
                    made.raw().snapshot().rejected(),
                    made.rejected(),
                    "application/gzip",
                    Map.of(ObjectStore.CONTENT_SHA256, made.rejected().sha256()));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ObjectStore.CONTENT_SHA256, sha256);
        metadata.put(StoredSnapshot.RUN_ID, made.raw().executionId());
        return Optional.of(objects.put(
                settings.processedBucket(),
                made.raw().snapshot().processed(),
                made.parquet(),
                "application/vnd.apache.parquet",
                metadata));
    }

    private InputStream open(StoredSnapshot raw) {
        if (reader.open(raw.content()) instanceof ObjectReader.Content content) {
            return content.content();
        }
        throw new ReplacedObject(raw.key());
    }

    /** As the raw object's metadata says; empty for one that somebody else has put there without. */
    private static Optional<Instant> fetchedAt(StoredSnapshot raw) {
        try {
            return Optional.ofNullable(raw.metadata().get(RawZone.FETCHED_AT)).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
