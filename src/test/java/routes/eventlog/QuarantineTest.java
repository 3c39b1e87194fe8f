package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.aws.SmallObjects.Small;
import software.amazon.awssdk.services.s3.model.S3Exception;

class QuarantineTest {
    private static final Instant MODIFIED = Instant.parse("2024-02-29T23:59:59Z");
    private static final byte[] CONTENT = "SECRET".getBytes(UTF_8);
    private static final List<Violation> VIOLATIONS =
            List.of(new Violation("", "is not UTF-8"), new Violation("ptid", "is missing"));

    @TempDir
    Path directory;

    private final MemoryEventlog lake = new MemoryEventlog();

    private Quarantine quarantine() {
        return new Quarantine(
                lake.lake.objects(),
                lake.lake.objects().copies(),
                lake.lake.reader().listing(),
                lake.settings,
                directory);
    }

    private boolean put(String key, String eTag) {
        Small small = new Small(eTag, () -> MODIFIED, CONTENT.length, Optional.of(CONTENT));
        return quarantine().put(new SourceFile(key, eTag), small, VIOLATIONS);
    }

    @Test
    void aFileIsCopiedAndReportedUnderTheDayOfItsLastChange() throws IOException {
        String eTag = lake.put("events", "test/a.json", CONTENT);
        assertThat(put("test/a.json", eTag)).isTrue();
        String place = "quarantine/eventlog/2024-02-29/test/a.json/" + eTag;
        assertThat(lake.keys("quarantine/")).containsExactly(place + ".json", place + ".report.json");
        assertThat(lake.memory.s3.bytes(place + ".json")).isEqualTo(CONTENT);
        assertThat(JSON.std.mapFrom(lake.memory.s3.bytes(place + ".report.json")))
                .isEqualTo(Map.of(
                        "bucket",
                        "events",
                        "key",
                        "test/a.json",
                        "etag",
                        eTag,
                        "bytes",
                        6,
                        "modified",
                        "2024-02-29T23:59:59Z",
                        "violations",
                        List.of(
                                Map.of("field", "", "rule", "is not UTF-8"),
                                Map.of("field", "ptid", "rule", "is missing"))));
    }

    @Test
    void aReportHoldsNothingOfTheFile() {
        String eTag = lake.put("events", "test/a.json", CONTENT);
        put("test/a.json", eTag);
        assertThat(new String(lake.memory.s3.bytes(lake.reports().get(0)), UTF_8))
                .doesNotContain("SECRET");
    }

    @Test
    void whatLiesThereIsFoundAgainAndHalfOfItIsNot() {
        String eTag = lake.put("events", "test/a/b.json", CONTENT);
        put("test/a/b.json", eTag);
        lake.put("processed", "quarantine/eventlog/2024-02-29/test/c.json/7.json", CONTENT);
        lake.put("processed", "quarantine/eventlog/notes.report.json", CONTENT);
        assertThat(quarantine().files()).containsExactly(new SourceFile("test/a/b.json", eTag));
    }

    @Test
    void theSameContentAgainChangesNothing() {
        String eTag = lake.put("events", "test/a.json", CONTENT);
        put("test/a.json", eTag);
        assertThat(put("test/a.json", eTag)).isTrue();
        assertThat(lake.keys("quarantine/")).hasSize(2);
    }

    @Test
    void aFileThatHasChangedOrGoneIsNotReported() {
        lake.put("events", "test/a.json", CONTENT);
        assertThat(put("test/a.json", "other")).isFalse();
        assertThat(put("test/gone.json", "1")).isFalse();
        assertThat(lake.keys("quarantine/")).isEmpty();
    }

    @Test
    void aCopyThatFailsLeavesNoReport() {
        String eTag = lake.put("events", "test/a.json", CONTENT);
        lake.memory.s3.failCopies(
                copy -> (RuntimeException) S3Exception.builder().statusCode(503).build());
        assertThatThrownBy(() -> put("test/a.json", eTag)).isInstanceOf(S3Exception.class);
        assertThat(lake.keys("quarantine/")).isEmpty();
    }

    @Test
    void aKeyThatHasNoRoomForMoreIsHashed() {
        String key = "test/" + "x".repeat(900) + ".json";
        String eTag = lake.put("events", key, CONTENT);
        assertThat(put(key, eTag)).isTrue();
        assertThat(lake.reports())
                .singleElement()
                .asString()
                .matches("quarantine/eventlog/2024-02-29/sha-256/[0-9a-f]{64}/\\d+\\.report\\.json");
        assertThat(new String(lake.memory.s3.bytes(lake.reports().get(0)), UTF_8))
                .contains(key);
    }
}
