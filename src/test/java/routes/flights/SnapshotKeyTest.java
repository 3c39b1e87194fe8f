package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class SnapshotKeyTest {
    private static final SnapshotKey KEY = new SnapshotKey(Instant.parse("2026-01-02T03:04:05Z"));

    @Test
    void aTimeThatNoNameCouldHoldIsRefused() {
        for (String time :
                new String[] {"1969-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "2026-01-01T00:00:00.500Z"}) {
            assertThatThrownBy(() -> new SnapshotKey(Instant.parse(time)))
                    .hasMessage("snapshot's time is " + time + ", expected whole seconds of the years 1970 to 9999");
        }
    }

    @Test
    void everythingAboutASnapshotLiesUnderItsTime() {
        String stem = "year=2026/month=01/day=02/hour=03/flight_data_20260102_030405";
        assertThat(KEY.raw()).isEqualTo(stem + ".json.gz");
        assertThat(KEY.processed()).isEqualTo(stem + ".parquet");
        assertThat(KEY.rejected()).isEqualTo("rejected/" + stem + ".jsonl.gz");
        assertThat(KEY.quality()).isEqualTo("quality/" + stem + ".json");
        assertThat(KEY.quarantine()).isEqualTo("quarantine/" + stem + ".parquet");
        assertThat(KEY.quarantineReport()).isEqualTo("quarantine/" + stem + ".report.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest.json",
                "rejected/year=2026/month=01/day=02/hour=03/flight_data_20260102_030405.json.gz",
                "year=2026/month=01/day=02/hour=03/flight_data_20260102_040405.json.gz",
                "year=2026/month=02/day=30/hour=03/flight_data_20260230_030405.json.gz",
                "year=2026/month=01/day=02/hour=03/flight_data_20260102_030405.json",
                "year=1969/month=01/day=02/hour=03/flight_data_19690102_030405.json.gz",
                "year=2026/month=01/day=02/hour=24/flight_data_20260102_240405.json.gz"
            })
    void anotherKeyIsThatOfNoSnapshot(String key) {
        assertThat(SnapshotKey.ofRaw(key)).isEmpty();
        assertThat(SnapshotKey.ofProcessed(key)).isEmpty();
        assertThat(SnapshotKey.ofProcessed(key.replace(".json.gz", ".parquet"))).isEmpty();
    }

    @Test
    void theSnapshotIsFoundByItsKey() {
        Cases.forAll(cases -> {
            long seconds = (long) (cases.random().nextDouble() * SnapshotKey.MOST_SECONDS);
            SnapshotKey key = new SnapshotKey(Instant.ofEpochSecond(seconds));
            assertThat(SnapshotKey.ofRaw(key.raw())).contains(key);
            assertThat(SnapshotKey.ofProcessed(key.processed())).contains(key);
            assertThat(SnapshotKey.ofRaw(key.processed())).isEmpty();
            assertThat(SnapshotKey.ofProcessed(key.raw())).isEmpty();
        });
    }
}
