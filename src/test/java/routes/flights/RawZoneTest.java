package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.Transient;
import software.amazon.awssdk.services.s3.model.S3Exception;

class RawZoneTest {
    private final MemoryFlights flights = new MemoryFlights();
    private final RawZone zone = flights.parts.rawZone();

    private String pointer() {
        return flights.text("latest.json");
    }

    private static String pointer(long later, long count) {
        SnapshotKey key = new SnapshotKey(MemoryFlights.KEY.time().plusSeconds(later));
        return "{\"key\":\"" + key.raw() + "\",\"time\":\"" + key.time() + "\",\"count\":" + count + "}";
    }

    private void point(long later) {
        zone.point(flights.snapshot(later));
    }

    @Test
    void aSnapshotIsStoredUnderItsOwnTimeWithItsMetadata() {
        Snapshot snapshot = flights.snapshot(0, Snapshots.state());
        assertThat(zone.store(snapshot, "run-1")).isTrue();
        var written = flights.memory.s3.written().get(0);
        assertThat(written.request().bucket()).isEqualTo("raw");
        assertThat(written.request().key())
                .isEqualTo("year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.json.gz");
        assertThat(written.request().metadata())
                .isEqualTo(Map.of(
                        "content-sha256", snapshot.sha256(),
                        "fetched-at", "2026-11-21T18:40:05Z",
                        "run-id", "run-1"));
        assertThat(MemoryFlights.gunzip(written.bytes())).isEqualTo(Snapshots.snapshot(Snapshots.state()));
    }

    @Test
    void theSameSnapshotAgainIsStoredOnce() {
        assertThat(zone.store(flights.snapshot(0), "run-1")).isTrue();
        assertThat(zone.store(flights.snapshot(0), "run-2")).isFalse();
        assertThat(flights.memory.s3.written()).hasSize(1);
    }

    @Test
    void ofTwoAnswersOfOneTimeTheFirstIsKept() {
        zone.store(flights.snapshot(0), "run-1");
        assertThat(zone.store(flights.snapshot(0, Snapshots.state()), "run-2")).isFalse();
        assertThat(MemoryFlights.gunzip(flights.memory.s3.bytes(MemoryFlights.KEY.raw())))
                .isEqualTo(Snapshots.snapshot());
    }

    @Test
    void anObjectThatSomebodyElseHasPutThereStays() {
        flights.put("raw", MemoryFlights.KEY.raw(), new byte[] {1}, Map.of());
        assertThat(zone.store(flights.snapshot(0), "run-1")).isFalse();
        assertThat(flights.memory.s3.bytes(MemoryFlights.KEY.raw())).containsExactly(1);
    }

    @Test
    void aStoreThatFailsIsNoSuccess() {
        flights.memory.s3.failWrites(
                put -> (RuntimeException) S3Exception.builder().statusCode(503).build());
        assertThatThrownBy(() -> zone.store(flights.snapshot(0), "run-1")).isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> point(0)).isInstanceOf(S3Exception.class);
    }

    @Test
    void thePointerNamesTheNewestSnapshot() throws IOException {
        zone.point(flights.snapshot(0, Snapshots.state(), "null"));
        assertThat(pointer())
                .isEqualTo("{\"key\":\"year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.json.gz\","
                        + "\"time\":\"2026-11-21T18:40:00Z\",\"count\":2}");
        var written = flights.memory.s3.written().get(0).request();
        assertThat(written.bucket()).isEqualTo("raw");
        assertThat(written.contentType()).isEqualTo("application/json");
        point(300);
        assertThat(pointer()).isEqualTo(pointer(300, 0));
    }

    @Test
    void thePointerMovesForwardOnly() {
        point(300);
        point(0);
        point(299);
        assertThat(pointer()).isEqualTo(pointer(300, 0));
        assertThat(flights.memory.s3.written()).hasSize(1);
    }

    @Test
    void theSameSnapshotAgainLeavesThePointerAlone() {
        point(0);
        point(0);
        assertThat(flights.memory.s3.written()).hasSize(1);
    }

    @Test
    void whoLosesTheRaceAgainstANewerOneGivesWay() {
        point(0);
        flights.memory.s3.beforeNextPut(() -> point(600));
        point(300);
        assertThat(pointer()).isEqualTo(pointer(600, 0));
    }

    @Test
    void whoLosesTheRaceAgainstAnOlderOneTriesAgain() {
        flights.memory.s3.beforeNextPut(() -> point(0));
        point(300);
        assertThat(pointer()).isEqualTo(pointer(300, 0));
    }

    @Test
    void aPointerThatIsRemovedMeanwhileIsWrittenAnew() {
        point(0);
        flights.memory.s3.beforeNextPut(() -> flights.memory.s3.remove("latest.json"));
        point(300);
        assertThat(pointer()).isEqualTo(pointer(300, 0));
    }

    @Test
    void whoLosesEveryRaceTriesAgainLater() {
        flights.memory.s3.failWrites(
                put -> (RuntimeException) S3Exception.builder().statusCode(412).build());
        assertThatThrownBy(() -> point(0))
                .isInstanceOf(Transient.class)
                .hasMessage("latest.json is being written by others, 8 races lost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"2026-11-21T18:40:00Z\"",
                "{",
                "{}",
                "{\"time\":null}",
                "{\"time\":1795286400}",
                "{\"time\":\"later\"}",
                "{\"time\":[]}"
            })
    void whatIsNoPointerIsWrittenOver(String content) {
        flights.put("raw", "latest.json", content.getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
        point(0);
        assertThat(pointer()).isEqualTo(pointer(0, 0));
    }

    @Test
    void whatIsTooLongForAPointerIsWrittenOver() {
        flights.put("raw", "latest.json", new byte[(1 << 16) + 1], Map.of());
        point(0);
        assertThat(pointer()).isEqualTo(pointer(0, 0));
    }
}
