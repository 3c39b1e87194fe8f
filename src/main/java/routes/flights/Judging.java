package routes.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.lake.Spool;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.SpoolSource;
import routes.lake.parquet.UnreadableParquet;

/** Reads processed files and judges them by the 16 checks. */
final class Judging {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);
    private static final int IN_MEMORY = 8 << 20;

    private final ObjectStore objects;
    private final ObjectReader reader;
    private final FlightsSettings settings;
    private final Verdicts verdicts;
    private final Path spoolDirectory;

    Judging(
            ObjectStore objects,
            ObjectReader reader,
            FlightsSettings settings,
            Verdicts verdicts,
            Path spoolDirectory) {
        this.objects = objects;
        this.reader = reader;
        this.settings = settings;
        this.verdicts = verdicts;
        this.spoolDirectory = spoolDirectory;
    }

    /** The file under a key as it is now; empty when there is none: it has been moved or removed since. */
    Optional<StoredSnapshot> find(String key) {
        SnapshotKey snapshot = SnapshotKey.ofProcessed(key).orElseThrow();
        Optional<StoredSnapshot> file =
                objects.find(settings.processedBucket(), key).map(stored -> new StoredSnapshot(snapshot, stored));
        if (file.isEmpty()) {
            LOG.atWarn().addKeyValue("objectKey", key).log("processed file is not there any more: nothing to judge");
        }
        return file;
    }

    /**
     * Reads a file and judges it.
     *
     * @throws routes.aws.ReplacedObject when another content has taken its place
     */
    Judged judge(StoredSnapshot file) throws IOException {
        try (Spool spool = Spool.withSha256(IN_MEMORY, spoolDirectory)) {
            reader.copy(file.content(), spool);
            String sha256 = spool.sha256();
            Standing standing = verdicts.of(sha256);
            double threshold = settings.quarantineThreshold();
            try {
                Verdict verdict = Verdict.of(ParquetReading.open(new SpoolSource(spool)), settings.rules());
                return new Judged(file, sha256, verdict, "", standing, threshold);
            } catch (UnreadableParquet e) {
                return new Judged(file, sha256, null, String.valueOf(e.getMessage()), standing, threshold);
            }
        }
    }
}
