package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import routes.lake.Note;
import routes.policy.Tick;
import routes.policy.Transient;

class FlightsNotesTest {
    private final MemoryFlights flights = new MemoryFlights();

    private List<Note> notes() {
        return FlightsNotes.of(flights.lake, flights.settings);
    }

    private Map<String, Object> circuit() {
        return notes().get(0).facts();
    }

    private static Map<String, String> row(String finished) {
        Map<String, String> row = new HashMap<>();
        if (!finished.isEmpty()) {
            row.put("finished_at", finished);
        }
        return row;
    }

    @Test
    void beforeTheFirstFetchThereIsAClosedCircuitAndNoFetch() {
        assertThat(notes())
                .containsExactly(
                        new Note("circuit", Map.of("state", "closed")),
                        new Note("scheduled fetches of a day", Map.of("count", 0, "unfinished", 0L)));
    }

    @Test
    void anOpenCircuitTellsUntilWhen() {
        for (int i = 0; i < 11; i++) {
            SourceGate.Entered entered =
                    (SourceGate.Entered) flights.parts.gate().enter();
            flights.parts.gate().failed(entered.permit().orElseThrow(), new Transient("down", (Duration) null));
        }
        assertThat(circuit())
                .containsEntry("state", "open")
                .containsEntry("until", MemoryFlights.NOW.plusSeconds(300))
                .containsEntry("since", MemoryFlights.NOW);
    }

    @Test
    void aPauseIsToldWhileItLasts() {
        flights.parts.gate().pause(OptionalLong.of(60), null);
        assertThat(circuit()).containsEntry("paused_until", MemoryFlights.NOW.plusSeconds(61));
        flights.clock.advance(Duration.ofSeconds(61));
        assertThat(circuit()).doesNotContainKey("paused_until");
    }

    @Test
    void fetchesAreCountedAndTheLastThatEndedHasItsAge() {
        List<Map<String, String>> rows =
                new ArrayList<>(List.of(row("2026-11-21T18:30:03Z"), row(""), row("2026-11-21T18:35:05Z"), row("")));
        assertThat(FlightsNotes.fetches(rows, MemoryFlights.NOW))
                .isEqualTo(new Note(
                        "scheduled fetches of a day",
                        Map.of("count", 4, "unfinished", 2L, "last_ended", Duration.ofMinutes(5))));
    }

    @Test
    void fetchesOfTheLedgerAreFoundAgain() {
        List<java.time.Instant> due = flights.parts.due(Tick.look());
        assertThat(due).containsExactly(MemoryFlights.KEY.time());
        assertThat(flights.parts.ticks().take(due.get(0), Tick.look())).isTrue();
        assertThat(notes().get(1).facts()).isEqualTo(Map.of("count", 1, "unfinished", 1L));
        flights.parts.ticks().finish(due.get(0));
        flights.clock.advance(Duration.ofMinutes(1));
        assertThat(notes().get(1).facts())
                .isEqualTo(Map.of("count", 1, "unfinished", 0L, "last_ended", Duration.ofMinutes(1)));
        flights.clock.advance(Duration.ofDays(1));
        assertThat(notes().get(1).facts()).containsEntry("count", 0);
    }
}
