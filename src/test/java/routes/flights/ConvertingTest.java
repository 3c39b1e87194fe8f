package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.OpenFiles;
import routes.aws.MemoryS3;
import routes.aws.ObjectStore.Written;
import routes.aws.ReplacedObject;
import routes.flights.Converting.Made;
import routes.policy.Poison;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ConvertingTest {
    private static final SnapshotKey KEY = MemoryFlights.KEY;

    @TempDir
    Path directory;

    private final MemoryFlights flights = new MemoryFlights();
    private final Converting converting = flights.parts.converting();

    private Optional<Written> convert(String json) throws IOException {
        try (Made made = converting.convert(flights.putRaw(json))) {
            return converting.store(made);
        }
    }

    private MemoryS3.Stored written(String key) {
        return flights.memory.s3.written().stream()
                .filter(one -> one.request().key().equals(key))
                .reduce((one, later) -> later)
                .orElseThrow();
    }

    private Standing standing(Standing wanted) throws IOException {
        String sha256;
        try (Made made = converting.convert(flights.putRaw(Snapshots.snapshot(Snapshots.state())))) {
            sha256 = made.parquet().sha256();
        }
        flights.verdicts().quarantine(sha256, KEY.processed(), List.of("score"));
        if (wanted != Standing.QUARANTINED) {
            flights.verdicts().decide(sha256, KEY.processed(), wanted);
        }
        return flights.verdicts().of(sha256);
    }

    @Test
    void aRawObjectThatIsGoneIsPoison() {
        assertThatThrownBy(() -> converting.find(KEY.raw()))
                .isInstanceOf(Poison.class)
                .hasMessage("raw object is not there (any more)");
    }

    @Test
    void aRawObjectThatWasReplacedSinceIsLookedAtAnew() {
        StoredSnapshot raw = flights.putRaw(Snapshots.snapshot());
        flights.putRaw(Snapshots.snapshot(Snapshots.state()));
        assertThatThrownBy(() -> converting.convert(raw)).isInstanceOf(ReplacedObject.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{\"time\":1795286400}", "{\"states\":[]}"})
    void whatIsNoSnapshotIsPoisonAndNothingIsStored(String json) {
        StoredSnapshot raw = flights.putRaw(json);
        assertThatThrownBy(() -> converting.convert(raw)).isInstanceOf(Poison.class);
        assertThat(flights.memory.s3.keys()).containsExactly(KEY.raw());
    }

    @Test
    void aSnapshotOfAnotherTimeThanItsKeySaysIsPoison() {
        StoredSnapshot raw = flights.putRaw("{\"time\":1795286401,\"states\":[]}");
        assertThatThrownBy(() -> converting.convert(raw))
                .isInstanceOf(Poison.class)
                .hasMessage("snapshot is of 2026-11-21T18:40:01Z, expected 2026-11-21T18:40:00Z as its key says");
    }

    @Test
    void aReadThatBreaksOffForGoodLeavesNoFileBehind() throws IOException {
        MemoryFlights here = new MemoryFlights(directory);
        StoredSnapshot raw = here.putRaw(Snapshots.snapshot(Snapshots.state()));
        here.memory.s3.breakReads(KEY.raw(), 10, 100);
        assertThatThrownBy(() -> here.parts.converting().convert(raw)).isNotInstanceOf(Poison.class);
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    @Test
    void aReadThatBreaksOffOnceIsTakenUpAgain() throws IOException {
        flights.memory.s3.breakReads(KEY.raw(), 10, 1);
        assertThat(convert(Snapshots.snapshot(Snapshots.state()))).contains(Written.CREATED);
    }

    @Test
    void aFileIsStoredWithItsHashAndTheRunThatItCameWith() throws IOException {
        assertThat(convert(Snapshots.snapshot(Snapshots.state()))).contains(Written.CREATED);
        MemoryS3.Stored file = written(KEY.processed());
        assertThat(file.request().bucket()).isEqualTo("processed");
        assertThat(file.request().contentType()).isEqualTo("application/vnd.apache.parquet");
        assertThat(file.request().metadata())
                .containsEntry("run-id", MemoryFlights.RUN)
                .containsOnlyKeys("run-id", "content-sha256");
        assertThat(Snapshots.open(file.bytes()).columns()).isNotEmpty();
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.raw(), KEY.processed());
    }

    @Test
    void theSameSnapshotAgainChangesNothing() throws IOException {
        String json = Snapshots.snapshot(Snapshots.state(), "[1]");
        convert(json);
        byte[] file = flights.memory.s3.bytes(KEY.processed());
        int writes = flights.memory.s3.written().size();
        flights.clock.advance(java.time.Duration.ofDays(1));
        assertThat(convert(json)).contains(Written.UNCHANGED);
        assertThat(flights.memory.s3.bytes(KEY.processed())).isEqualTo(file);
        assertThat(flights.memory.s3.written()).as("the raw object again").hasSize(writes + 1);
    }

    @Test
    void whatCouldNotBecomeRowsIsStoredBeforeTheFileThatLacksIt() throws IOException {
        convert(Snapshots.snapshot("[1]", Snapshots.state(), "null"));
        assertThat(flights.memory.s3.written())
                .extracting(one -> one.request().key())
                .containsExactly(KEY.raw(), KEY.rejected(), KEY.processed());
        MemoryS3.Stored rejected = written(KEY.rejected());
        assertThat(rejected.request().bucket()).isEqualTo("processed");
        assertThat(MemoryFlights.gunzip(rejected.bytes()).lines()).hasSize(2);
    }

    @Test
    void aFileIsNotStoredWhenItsRejectedStatesCannotBe() {
        flights.memory.s3.failWrites(put -> put.key().startsWith("rejected/")
                ? (RuntimeException) S3Exception.builder().statusCode(503).build()
                : null);
        assertThatThrownBy(() -> convert(Snapshots.snapshot("[1]", Snapshots.state())))
                .isInstanceOf(S3Exception.class);
        assertThat(flights.memory.s3.keys()).containsExactly(KEY.raw());
    }

    @Test
    void aSnapshotWithoutStatesIsAFileWithoutRows() throws IOException {
        try (Made made = converting.convert(flights.putRaw("{\"time\":" + Snapshots.TIME + ",\"states\":null}"))) {
            assertThat(made.converted().states()).isZero();
            assertThat(made.converted().completeness()).isZero();
            assertThat(converting.store(made)).contains(Written.CREATED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUARANTINED", "REJECTED"})
    void aContentThatNobodyShouldUseIsNotStoredAgain(Standing wanted) throws IOException {
        assertThat(standing(wanted)).isEqualTo(wanted);
        assertThat(convert(Snapshots.snapshot(Snapshots.state()))).isEmpty();
        assertThat(flights.memory.s3.keys()).containsExactly(KEY.raw());
    }

    @Test
    void aContentThatWasReleasedIsStored() throws IOException {
        assertThat(standing(Standing.RELEASED)).isEqualTo(Standing.RELEASED);
        assertThat(convert(Snapshots.snapshot(Snapshots.state()))).contains(Written.CREATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-21"})
    void metadataOfSomebodyElseDoNotKeepASnapshotBack(String fetchedAt) throws IOException {
        flights.put(
                "raw",
                KEY.raw(),
                Snapshots.snapshot(Snapshots.state()).getBytes(UTF_8),
                Map.of(RawZone.FETCHED_AT, fetchedAt, "run-id", "../other run"));
        StoredSnapshot raw = converting.find(KEY.raw());
        assertThat(raw.executionId()).isEqualTo("flights-snapshot-20261121T184000Z");
        try (Made made = converting.convert(raw)) {
            assertThat(converting.store(made)).contains(Written.CREATED);
        }
        assertThat(written(KEY.processed()).request().metadata()).containsEntry("run-id", KEY.runId());
    }

    @Test
    void whatIsTooMuchForMemoryIsInAFileThatGoesWithIt() throws IOException {
        MemoryFlights here = new MemoryFlights(directory);
        try (Made made = here.parts.converting().convert(here.putRaw(MemoryFlights.manyRejected()))) {
            assertThat(made.rejected().isInMemory()).isFalse();
            assertThat(made.converted().rejected()).isEqualTo(300);
        }
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    @Test
    void rowGroupsAreAsLongAsTheSettingsSay() throws IOException {
        MemoryFlights here = new MemoryFlights(directory, "flights.row-group-rows", "100");
        String[] states = new String[250];
        java.util.Arrays.setAll(states, i -> Snapshots.state(0, "\"" + String.format("%06x", i) + "\""));
        try (Made made = here.parts.converting().convert(here.putRaw(Snapshots.snapshot(states)));
                var in = made.parquet().open()) {
            assertThat(Snapshots.open(in.readAllBytes()).groups()).isEqualTo(3);
        }
    }
}
