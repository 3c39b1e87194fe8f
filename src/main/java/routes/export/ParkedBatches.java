package routes.export;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import routes.aws.ObjectStore;
import routes.lake.RecordBatch;
import routes.lake.Spool;
import routes.policy.FailureKind;

/** Batches that the API did not take, whole, below {@code failed/export/<export id>/}, each with its reason. */
final class ParkedBatches {
    private final ObjectStore objects;
    private final String bucket;
    private final Path spoolDirectory;

    ParkedBatches(ObjectStore objects, String bucket, Path spoolDirectory) {
        this.objects = objects;
        this.bucket = bucket;
        this.spoolDirectory = spoolDirectory;
    }

    /** Parks a batch over what was parked of it before. */
    void park(String exportId, RecordBatch batch, FailureKind kind, String reason) {
        try (Spool json = Spool.withSha256(batch.body().length + 1024, spoolDirectory)) {
            json.write("{\"error_kind\":".getBytes(StandardCharsets.UTF_8));
            json.write(JSON.std.asBytes(kind.toString()));
            json.write(",\"error\":".getBytes(StandardCharsets.UTF_8));
            json.write(JSON.std.asBytes(reason));
            json.write(",\"batch\":".getBytes(StandardCharsets.UTF_8));
            json.write(batch.body());
            json.write('}');
            objects.put(
                    bucket,
                    key(exportId, batch.number()),
                    json,
                    "application/json",
                    Map.of(ObjectStore.CONTENT_SHA256, json.sha256()));
        } catch (IOException e) {
            throw new UncheckedIOException("batch could not be spooled", e);
        }
    }

    /** Nothing is missing any more. */
    void clear(String exportId) {
        objects.removal().behind(bucket, prefix(exportId), prefix(exportId), Instant.MAX);
    }

    private static String prefix(String exportId) {
        return "failed/export/" + exportId + "/";
    }

    static String key(String exportId, int batch) {
        return prefix(exportId) + "batch-" + batch + ".json";
    }
}
