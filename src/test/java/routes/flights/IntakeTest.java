package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.EventMessage;

class IntakeTest {
    private static final String RAW = MemoryFlights.KEY.raw();
    private static final String PROCESSED = MemoryFlights.KEY.processed();

    private final Intake intake = new Intake("raw", "processed");

    private EventMessage.Told raw(String body) {
        return intake.raw(List.of(MemoryFlights.message("m", body, 1)))
                .get(0)
                .told()
                .get(0);
    }

    private EventMessage.Told processed(String body) {
        return intake.processed(List.of(MemoryFlights.message("m", body, 1)))
                .get(0)
                .told()
                .get(0);
    }

    @Test
    void whatIsNoEventIsRefusedAsAWhole() {
        EventMessage message =
                intake.raw(List.of(MemoryFlights.message("m", "hello", 1))).get(0);
        assertThat(message.refusal()).isNotEmpty().doesNotContain("hello");
    }

    @Test
    void anotherBucketsEventIsRefused() {
        assertThat(raw(MemoryFlights.event("processed", RAW)).refusal())
                .contains("bucket is not that of the step, expected raw");
        assertThat(processed(MemoryFlights.event("raw", PROCESSED)).refusal())
                .contains("bucket is not that of the step, expected processed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest.json",
                "raw/api-a/2026-11-21/page-1.json.gz",
                "year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.parquet",
                "year=2026/month=11/day=21/hour=19/flight_data_20261121_184000.json.gz",
                "year=2026/month=11/day=21/hour=18/flight_data_20261131_184000.json.gz",
                "year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.json.gz.tmp",
            })
    void aKeyThatIsNoSnapshotsIsRefused(String key) {
        EventMessage.Told told = raw(MemoryFlights.event("raw", key));
        assertThat(told.event()).isEmpty();
        assertThat(told.refusal())
                .contains("key is none of a snapshot, expected"
                        + " year=…/month=…/day=…/hour=…/flight_data_YYYYMMDD_HHMMSS");
    }

    @Test
    void whatWeWriteBesideProcessedFilesIsNotJudged() {
        for (String key : List.of(
                MemoryFlights.KEY.quality(),
                MemoryFlights.KEY.quarantine(),
                MemoryFlights.KEY.quarantineReport(),
                MemoryFlights.KEY.rejected())) {
            assertThat(processed(MemoryFlights.event("processed", key)).event()).isEmpty();
        }
    }

    @Test
    void aRemovalIsOfNoConcern() {
        EventMessage.Told told = raw(MemoryFlights.event("ObjectRemoved:Delete", "raw", RAW));
        assertThat(told.event()).isEmpty();
        assertThat(told.refusal()).isEmpty();
    }

    @Test
    void aSnapshotIsWelcome() {
        assertThat(raw(MemoryFlights.event("raw", RAW)).event())
                .hasValueSatisfying(event -> assertThat(event.key()).isEqualTo(RAW));
        assertThat(processed(MemoryFlights.event("ObjectCreated:Copy", "processed", PROCESSED))
                        .event())
                .hasValueSatisfying(event -> assertThat(event.key()).isEqualTo(PROCESSED));
    }

    @Test
    void ofTheRecordsOfAMessageEachIsJudgedByItself() {
        String body = "{\"Records\":[" + MemoryFlights.record("ObjectCreated:Put", "raw", "latest.json") + ","
                + MemoryFlights.record("ObjectCreated:Put", "raw", RAW) + "]}";
        EventMessage message =
                intake.raw(List.of(MemoryFlights.message("m", body, 1))).get(0);
        assertThat(message.told().get(0).refusal()).isPresent();
        assertThat(message.told().get(1).event()).isPresent();
    }
}
