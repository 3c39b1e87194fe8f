package routes.flights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.ObjectCopies;
import routes.aws.ObjectRemoval;
import routes.aws.ObjectStore;
import routes.lake.ObjectVersion;
import routes.lake.Sha256;
import routes.lake.Spool;

/**
 * Where files lie that nobody should use, each beside the report that says why; and where reports of all files are. A
 * file is copied before it is removed, and only the content that was judged is.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int REPORT_BYTES = 1 << 20;

    private final ObjectStore objects;
    private final ObjectCopies copies;
    private final ObjectRemoval removal;
    private final Verdicts verdicts;
    private final String bucket;
    private final Path spoolDirectory;

    /** @param bucket of processed files */
    Quarantine(ObjectStore objects, Verdicts verdicts, String bucket, Path spoolDirectory) {
        this.objects = objects;
        this.copies = objects.copies();
        this.removal = objects.removal();
        this.verdicts = verdicts;
        this.bucket = bucket;
        this.spoolDirectory = spoolDirectory;
    }

    /** Stores what is said of a file, unless it is there already. */
    void report(Judged judged) {
        put(judged.file().snapshot().quality(), judged.report());
    }

    /** Puts a file here as well, unless somebody has released its content; one that was rejected has to lie nowhere. */
    void take(Judged judged) {
        StoredSnapshot file = judged.file();
        if (verdicts.quarantine(judged.sha256(), file.key(), judged.reasons()) == Standing.QUARANTINED) {
            put(file.snapshot().quarantineReport(), judged.report());
            copies.copy(bucket, file.key(), file.eTag(), bucket, file.snapshot().quarantine());
        }
    }

    /**
     * Removes a file that was taken from where good ones are, unless somebody has released its content meanwhile. It is the
     * last that is done with it: who looks for it again finds nothing to do.
     *
     * @return whether it is out of the way
     */
    boolean remove(Judged judged) {
        StoredSnapshot file = judged.file();
        if (verdicts.of(judged.sha256()) == Standing.RELEASED) {
            return false;
        }
        removal.remove(bucket, file.key(), file.eTag());
        LOG.atWarn()
                .addKeyValue("objectKey", file.key())
                .addKeyValue("reasons", judged.reasons())
                .log("processed file is in quarantine");
        return true;
    }

    /** The file of a snapshot that lies here; empty when there is none. */
    Optional<ObjectVersion> find(SnapshotKey snapshot) {
        return objects.current(bucket, snapshot.quarantine());
    }

    private void put(String key, byte[] json) {
        try (Spool content = new Spool(REPORT_BYTES, spoolDirectory)) {
            content.write(json);
            String sha256 = Sha256.hex(Sha256.digest().digest(json));
            objects.put(bucket, key, content, "application/json", Map.of(ObjectStore.CONTENT_SHA256, sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
