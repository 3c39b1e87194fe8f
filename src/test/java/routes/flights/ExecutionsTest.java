package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import routes.flights.QualityReport.Cause;
import routes.policy.Poison;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class ExecutionsTest {
    private static final String RUN = MemoryFlights.RUN;

    private final MemoryFlights flights = new MemoryFlights();
    private final Executions executions = flights.parts.executions();

    private static RuntimeException down() {
        return (RuntimeException) DynamoDbException.builder().statusCode(500).build();
    }

    @Test
    void aFetchIsRunningFromWhereItFetches() {
        executions.fetching(RUN);
        assertThat(flights.step(RUN))
                .containsEntry("pipeline_step", "flights-fetch")
                .containsEntry("status", "RUNNING")
                .containsEntry("source_key", "https://opensky-network.org/api/states/all")
                .containsEntry("started_at", "2026-11-21T18:40:05.000Z")
                .doesNotContainKeys("ended_at", "error");
    }

    @Test
    void aFetchThatSucceededTellsWhatItFetched() {
        executions.fetching(RUN);
        executions.fetched(RUN, flights.snapshot(0, Snapshots.state(), "[1]"), true);
        assertThat(flights.step(RUN))
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("target_key", "s3://raw/" + MemoryFlights.KEY.raw())
                .containsEntry("stored", "new")
                .containsEntry("records", "2")
                .containsEntry("rejected", "1")
                .containsEntry("credits_remaining", "3996");
        executions.fetched(RUN, flights.snapshot(0), false);
        assertThat(flights.step(RUN)).containsEntry("stored", "known").containsEntry("records", "0");
    }

    @Test
    void itIsKeptFor90Days() {
        executions.fetching(RUN);
        long forgotten = MemoryFlights.NOW.plus(Duration.ofDays(90)).getEpochSecond();
        assertThat(flights.step(RUN)).containsEntry("ttl", Long.toString(forgotten));
    }

    @Test
    void aFailureTellsItsKindAndItsReason() {
        executions.fetching(RUN);
        executions.failed(RUN, "flights-fetch", new Poison("OpenSky answered 404"));
        assertThat(flights.step(RUN))
                .containsEntry("status", "FAILED")
                .containsEntry("error_kind", "poison")
                .containsEntry("error", "OpenSky answered 404");
    }

    @Test
    void theWordsOfOthersAreNotKept() {
        executions.failed(RUN, "flights-fetch", new IOException("GET /states/all?token=secret"));
        assertThat(flights.step(RUN)).containsEntry("error", "IOException");
    }

    @Test
    void aFailureThatCannotBeNotedHidesNoOther() {
        flights.memory.tables.refuse(ExecutionsTest::down);
        assertThatCode(() -> executions.failed(RUN, "flights-fetch", new Poison("x")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> executions.fetching(RUN)).isInstanceOf(DynamoDbException.class);
    }

    @Test
    void aConversionTellsFromWhatToWhatAndHowMany() throws IOException {
        StoredSnapshot raw = flights.putRaw(
                Snapshots.snapshot(Snapshots.state(), Snapshots.state(), "[1]", Snapshots.state(0, "\"abcdef\"")));
        executions.started(raw, "flights-convert");
        assertThat(flights.step(RUN))
                .containsEntry("status", "RUNNING")
                .containsEntry("source_key", "s3://raw/" + MemoryFlights.KEY.raw());
        try (Converting.Made made = flights.parts.converting().convert(raw)) {
            executions.converted(made, true);
            assertThat(flights.step(RUN))
                    .containsEntry("pipeline_step", "flights-convert")
                    .containsEntry("status", "SUCCEEDED")
                    .containsEntry("target_key", "s3://processed/" + MemoryFlights.KEY.processed())
                    .containsEntry("records", "2")
                    .containsEntry("rejected", "1")
                    .containsEntry("duplicates", "1")
                    .containsEntry("bytes", Long.toString(made.parquet().length()));
        }
    }

    @Test
    void aVerdictTellsItsScore() {
        executions.judged(JudgedTest.judged(JudgedTest.report(0.2, Cause.SCORE, Cause.CHECK), Standing.NONE));
        assertThat(flights.step(RUN))
                .containsEntry("pipeline_step", "flights-validate")
                .containsEntry("status", "SUCCEEDED")
                .containsEntry("target_key", "s3://processed/" + MemoryFlights.KEY.quality())
                .containsEntry("content_sha256", "ab".repeat(32))
                .containsEntry("records", "10")
                .containsEntry("score", "0.2")
                .containsEntry("grade", "F")
                .containsEntry("passed", "false")
                .containsEntry("reasons", "score, check")
                .containsEntry("quarantined", "true");
    }

    @Test
    void aFileWithoutAScoreTellsNone() {
        executions.judged(JudgedTest.judged(null, Standing.NONE));
        assertThat(flights.step(RUN))
                .containsEntry("passed", "false")
                .containsEntry("reasons", "file is none")
                .doesNotContainKeys("score", "grade", "records");
        executions.judged(JudgedTest.judged(new Verdict.NoData(0), Standing.NONE));
        assertThat(flights.step(RUN))
                .containsEntry("passed", "true")
                .containsEntry("reasons", "")
                .containsEntry("quarantined", "false");
    }

    @Test
    void aSnapshotOfSomebodyElseIsNamedByItsTime() {
        flights.put("raw", MemoryFlights.KEY.raw(), "{}".getBytes(UTF_8), Map.of());
        executions.started(flights.parts.converting().find(MemoryFlights.KEY.raw()), "flights-convert");
        assertThat(flights.step("flights-snapshot-20261121T184000Z")).containsEntry("status", "RUNNING");
    }
}
