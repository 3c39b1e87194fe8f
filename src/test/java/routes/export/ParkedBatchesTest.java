package routes.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.aws.MemoryS3;
import routes.aws.ObjectStore;
import routes.lake.RecordBatch;
import routes.policy.FailureKind;

class ParkedBatchesTest {
    private static final String OTHER = "f".repeat(32);

    private final MemoryS3 s3 = new MemoryS3();

    @TempDir
    private Path spool;

    private ParkedBatches parked() {
        return new ParkedBatches(new ObjectStore(() -> s3), "results", spool);
    }

    private static RecordBatch batch(int number, String body) {
        return new RecordBatch(number, 1, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBatchLiesWholeBesideItsReason() throws IOException {
        parked().park(Requests.ID, batch(12, "{\"records\":[1.50]}"), FailureKind.POISON, "answered \"422\"");
        assertThat(s3.keys()).containsExactly("failed/export/" + Requests.ID + "/batch-12.json");
        byte[] lying = s3.bytes(s3.keys().get(0));
        assertThat(JSON.std.mapFrom(lying))
                .containsEntry("error_kind", "poison")
                .containsEntry("error", "answered \"422\"")
                .containsKey("batch");
        assertThat(new String(lying, StandardCharsets.UTF_8)).endsWith(",\"batch\":{\"records\":[1.50]}}");
    }

    @Test
    void aBatchThatFailsAgainLiesThereOnceWithItsLastReason() throws IOException {
        parked().park(Requests.ID, batch(1, "{}"), FailureKind.TRANSIENT, "first");
        parked().park(Requests.ID, batch(1, "{}"), FailureKind.POISON, "second");
        assertThat(s3.keys()).hasSize(1);
        assertThat(JSON.std.mapFrom(s3.bytes(s3.keys().get(0))))
                .isEqualTo(Map.of("error_kind", "poison", "error", "second", "batch", Map.of()));
    }

    @Test
    void whenNothingIsMissingTheBatchesOfThatExportGoAndNoOthers() {
        parked().park(Requests.ID, batch(1, "{}"), FailureKind.POISON, "x");
        parked().park(Requests.ID, batch(20, "{}"), FailureKind.POISON, "x");
        parked().park(OTHER, batch(1, "{}"), FailureKind.POISON, "x");
        parked().clear(Requests.ID);
        assertThat(s3.keys()).containsExactly("failed/export/" + OTHER + "/batch-1.json");
    }
}
