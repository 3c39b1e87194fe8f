package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.lake.Trail;

class FlightTrailTest {
    private static final SnapshotKey KEY = MemoryFlights.KEY;
    private static final String RAW = "s3://raw/" + KEY.raw();
    private static final String PROCESSED = "s3://processed/" + KEY.processed();

    private final MemoryFlights flights = new MemoryFlights();

    private Optional<Trail> follow(String name) {
        return new FlightTrail(flights.lake, flights.settings).follow(name);
    }

    private static List<?> steps(Trail trail) {
        return (List<?>) trail.facts().get("steps");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "flights",
                "flights-20261121T000000Z-ffff",
                "ingest-20261121T000000Z-ffff",
                "s3://raw/latest.json",
                "s3://other/year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.json.gz",
                "s3://raw/year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.parquet",
            })
    void aNameThatMeansNothingHereIsFollowedNowhere(String name) {
        assertThat(follow(name)).isEmpty();
    }

    @Test
    void aSnapshotThatIsNotThereIsNotFound() {
        Trail trail = follow(RAW).orElseThrow();
        assertThat(trail.found()).isFalse();
        assertThat(trail.facts())
                .containsEntry("raw", "not there")
                .containsEntry("processed", "not there")
                .containsEntry("quarantined", "not there")
                .containsEntry("run_id", "flights-snapshot-20261121T184000Z")
                .containsEntry("steps", List.of());
    }

    @Test
    void aRawObjectIsFollowedToItsScore() throws IOException {
        StoredSnapshot raw = flights.putRaw(Snapshots.snapshot(Snapshots.state()));
        flights.parts.executions().started(raw, "flights-convert");
        try (Converting.Made made = flights.parts.converting().convert(raw)) {
            flights.parts.converting().store(made);
            flights.parts.executions().converted(made, true);
        }
        flights.clock.advance(java.time.Duration.ofSeconds(1));
        StoredSnapshot file = flights.parts.judging().find(KEY.processed()).orElseThrow();
        flights.parts.executions().started(file, "flights-validate");
        flights.parts.executions().judged(flights.parts.judging().judge(file));
        for (String name : List.of(RAW, PROCESSED)) {
            Trail trail = follow(name).orElseThrow();
            assertThat(trail.found()).isTrue();
            assertThat(trail.facts())
                    .containsEntry("snapshot", "2026-11-21T18:40:00Z")
                    .containsEntry("raw", RAW)
                    .containsEntry("processed", PROCESSED)
                    .containsEntry("quarantined", "not there")
                    .containsEntry("run_id", MemoryFlights.RUN);
            assertThat(steps(trail))
                    .extracting(
                            step -> ((Map<?, ?>) step).get("pipeline_step"), step -> ((Map<?, ?>) step).get("score"))
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("flights-convert", null),
                            org.assertj.core.groups.Tuple.tuple("flights-validate", "1.0"));
        }
        assertThat(steps(follow(MemoryFlights.RUN).orElseThrow())).hasSize(2);
    }

    @Test
    void aFileInQuarantineIsFoundThereByItsRun() throws IOException {
        Judged judged = flights.parts.judging().judge(flights.putProcessed("no parquet".getBytes(UTF_8)));
        flights.parts.quarantine().take(judged);
        flights.parts.quarantine().remove(judged);
        Trail trail = follow(PROCESSED).orElseThrow();
        assertThat(trail.facts())
                .containsEntry("processed", "not there")
                .containsEntry("quarantined", "s3://processed/" + KEY.quarantine())
                .containsEntry("run_id", MemoryFlights.RUN);
    }

    @Test
    void parkedMessagesAboutItAreKnown() {
        Trail trail = follow(RAW).orElseThrow();
        assertThat(trail.letters().isAboutIt(MemoryFlights.event("raw", KEY.raw()), Map.of()))
                .isTrue();
        assertThat(trail.letters().isAboutIt(MemoryFlights.event("processed", KEY.processed()), Map.of()))
                .isTrue();
        assertThat(trail.letters()
                        .isAboutIt(
                                MemoryFlights.event(
                                        "raw", new SnapshotKey(KEY.time().plusSeconds(300)).raw()),
                                Map.of()))
                .isFalse();
        assertThat(trail.letters().isAboutIt("no event", Map.of())).isFalse();
    }

    @Test
    void parkedMessagesOfARunAreKnown() {
        flights.parts.executions().fetching(MemoryFlights.RUN);
        Trail trail = follow(MemoryFlights.RUN).orElseThrow();
        assertThat(trail.letters().isAboutIt("any", Map.of("run_id", MemoryFlights.RUN)))
                .isTrue();
        assertThat(trail.letters().isAboutIt("any", Map.of())).isFalse();
    }
}
