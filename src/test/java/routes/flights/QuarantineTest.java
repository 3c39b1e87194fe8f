package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.lake.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

class QuarantineTest {
    private static final SnapshotKey KEY = MemoryFlights.KEY;
    private static final byte[] BAD = "no parquet".getBytes(UTF_8);
    private static final byte[] GOOD =
            Snapshots.convert(Snapshots.snapshot(Snapshots.state())).parquet();

    private final MemoryFlights flights = new MemoryFlights();
    private final Quarantine quarantine = flights.parts.quarantine();

    private Judged judge(byte[] content) throws IOException {
        return flights.parts.judging().judge(flights.putProcessed(content));
    }

    private boolean move(Judged judged) {
        return move(flights, judged);
    }

    private static boolean move(MemoryFlights where, Judged judged) {
        where.parts.quarantine().take(judged);
        return where.parts.quarantine().remove(judged);
    }

    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        flights.memory.s3.keys().forEach(key -> contents.put(key, flights.text(key)));
        return contents;
    }

    private static RuntimeException down() {
        return (RuntimeException) S3Exception.builder().statusCode(503).build();
    }

    /** What a run does with a file that belongs here. */
    private static void run(MemoryFlights where) throws IOException {
        Optional<StoredSnapshot> file = where.parts.judging().find(KEY.processed());
        if (file.isPresent()) {
            Judged judged = where.parts.judging().judge(file.get());
            where.parts.quarantine().report(judged);
            move(where, judged);
        }
    }

    @Test
    void aFileIsMovedWithItsReportAndItsMetadata() throws IOException {
        Judged judged = judge(BAD);
        assertThat(move(judged)).isTrue();
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.quarantine(), KEY.quarantineReport());
        assertThat(flights.memory.s3.bytes(KEY.quarantine())).isEqualTo(BAD);
        assertThat(flights.memory.s3.bytes(KEY.quarantineReport())).isEqualTo(judged.report());
        assertThat(flights.lake
                        .objects()
                        .find("processed", KEY.quarantine())
                        .orElseThrow()
                        .metadata())
                .containsEntry("run-id", MemoryFlights.RUN);
        assertThat(flights.verdicts().of(judged.sha256())).isEqualTo(Standing.QUARANTINED);
        assertThat(quarantine.find(KEY).map(ObjectVersion::key)).contains(KEY.quarantine());
    }

    @Test
    void whereNothingWasMovedNothingIsFound() {
        assertThat(quarantine.find(KEY)).isEmpty();
    }

    @Test
    void aReportIsStoredOnceAndReplacedByThatOfAnotherContent() throws IOException {
        quarantine.report(judge(GOOD));
        int writes = flights.memory.s3.written().size();
        quarantine.report(flights.parts
                .judging()
                .judge(flights.parts.judging().find(KEY.processed()).orElseThrow()));
        assertThat(flights.memory.s3.written()).hasSize(writes);
        Judged other = judge(BAD);
        quarantine.report(other);
        assertThat(flights.memory.s3.bytes(KEY.quality())).isEqualTo(other.report());
        assertThat(flights.memory.s3.written())
                .last()
                .satisfies(
                        one -> assertThat(one.request().contentType()).isEqualTo("application/json"),
                        one -> assertThat(one.request().bucket()).isEqualTo("processed"));
    }

    /** A way to die: what it breaks first. */
    static Stream<Named<Consumer<MemoryFlights>>> crashes() {
        return Stream.of(
                Named.of(
                        "at the report",
                        flights ->
                                flights.memory.s3.failWrites(put -> put.key().startsWith("quality/") ? down() : null)),
                Named.of("at the verdict", flights -> flights.memory.runs.refuse(write -> true)),
                Named.of(
                        "behind the verdict",
                        flights -> flights.memory.s3.failWrites(
                                put -> put.key().startsWith("quarantine/") ? down() : null)),
                Named.of("behind its report", flights -> flights.memory.s3.failCopies(copy -> down())),
                Named.of("behind the copy", flights -> flights.memory.s3.failDeletes(QuarantineTest::down)),
                Named.of(
                        "behind the removal",
                        flights -> flights.memory.s3.failDeletes(() -> {
                            flights.memory.s3.remove(KEY.processed());
                            return down();
                        })));
    }

    @ParameterizedTest
    @MethodSource("crashes")
    void whoeverDiesInBetweenTheNextRunEndsTheSame(Consumer<MemoryFlights> crash) throws IOException {
        MemoryFlights well = new MemoryFlights();
        well.putProcessed(BAD);
        run(well);
        flights.putProcessed(BAD);
        crash.accept(flights);
        assertThatThrownBy(() -> run(flights)).isInstanceOf(RuntimeException.class);
        flights.memory.s3.failWrites(put -> null);
        flights.memory.s3.failCopies(copy -> null);
        flights.memory.s3.failDeletes(() -> null);
        flights.memory.runs.refuse(write -> false);
        run(flights);
        assertThat(contents().keySet()).isEqualTo(new java.util.TreeSet<>(well.memory.s3.keys()));
        well.memory.s3.keys().forEach(key -> assertThat(contents()).containsEntry(key, well.text(key)));
        assertThat(contents()).doesNotContainKey(KEY.processed());
    }

    @Test
    void aContentThatHasTakenItsPlaceIsLeftAlone() throws IOException {
        Judged judged = judge(BAD);
        flights.putProcessed(GOOD);
        move(judged);
        assertThat(flights.memory.s3.bytes(KEY.processed())).isEqualTo(GOOD);
        assertThat(quarantine.find(KEY)).isEmpty();
    }

    @Test
    void aContentThatTakesItsPlaceAtTheLastMomentIsLeftAlone() throws IOException {
        Judged judged = judge(BAD);
        flights.memory.s3.beforeNextDelete(() -> flights.putProcessed(GOOD));
        move(judged);
        assertThat(flights.memory.s3.bytes(KEY.processed())).isEqualTo(GOOD);
        assertThat(flights.memory.s3.bytes(KEY.quarantine())).isEqualTo(BAD);
    }

    @Test
    void whatWasReleasedSinceItWasJudgedStays() throws IOException {
        Judged judged = judge(BAD);
        flights.verdicts().decide(judged.sha256(), KEY.processed(), Standing.RELEASED);
        assertThat(move(judged)).isFalse();
        assertThat(flights.memory.s3.keys()).containsExactly(KEY.processed());
    }

    @Test
    void whatIsReleasedWhileItIsMovedIsNotLost() throws IOException {
        Judged judged = judge(BAD);
        flights.memory.s3.failCopies(copy -> {
            flights.verdicts().decide(judged.sha256(), KEY.processed(), Standing.RELEASED);
            return null;
        });
        assertThat(move(judged)).isFalse();
        assertThat(flights.memory.s3.bytes(KEY.processed())).isEqualTo(BAD);
    }

    @Test
    void whatWasRejectedIsRemovedAndLiesNowhere() throws IOException {
        Judged judged = judge(BAD);
        flights.verdicts().decide(judged.sha256(), KEY.processed(), Standing.REJECTED);
        assertThat(move(judged)).isTrue();
        assertThat(flights.memory.s3.keys()).isEmpty();
    }

    @Test
    void aReplayOfWhatIsHereStaysHere() throws IOException {
        move(judge(BAD));
        Judged again = judge(BAD);
        assertThat(again.standing()).isEqualTo(Standing.QUARANTINED);
        assertThat(again.toQuarantine()).isTrue();
        assertThat(move(again)).isTrue();
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.quarantine(), KEY.quarantineReport());
    }

    @Test
    void aGoodFileOfWhichNothingWasDecidedIsNeverMoved() throws IOException {
        assertThat(judge(GOOD).toQuarantine()).isFalse();
        assertThat(List.of(judge(GOOD).reasons())).containsExactly(List.of());
    }
}
