package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.aws.RunLedger;
import routes.policy.Poison;

class LostFetchesTest {
    private static final Instant AT = MemoryFlights.KEY.time();
    private static final String DEAD = "flights-20261121T184000Z-dead";
    private static final String NEXT = "flights-20261121T184500Z-next";

    private final MemoryFlights flights = new MemoryFlights();
    private final LostFetches lost = flights.parts.lost();
    private final RunLedger other = flights.lake.ledger().as("other");

    /** Somebody else begins the fetch of a scheduled time, and is not heard of again. */
    private void dies() {
        other.claim(FlightsParts.FETCHES, AT.toString());
        lost.beginning(DEAD, Optional.of(AT));
        flights.parts.executions().fetching(DEAD);
    }

    private void later(Duration time) {
        flights.clock.advance(time);
    }

    private void assertRunning() {
        assertThat(flights.step(DEAD)).containsEntry("status", "RUNNING");
    }

    private void assertLost() {
        assertThat(flights.step(DEAD))
                .containsEntry("status", "FAILED")
                .containsEntry("error_kind", "lost")
                .containsEntry("error", "not heard of again: its process has ended, or its claim was taken over");
    }

    @Test
    void aFetchWhoseClaimNobodyHoldsAnyMoreIsSaidToBeLostByTheNext() {
        dies();
        later(Duration.ofMinutes(5));
        lost.beginning(NEXT, Optional.of(AT.plusSeconds(300)));
        assertRunning();
        later(Duration.ofSeconds(1));
        lost.beginning(NEXT, Optional.of(AT.plusSeconds(300)));
        assertLost();
    }

    @Test
    void aFetchThatSomebodyHasOrderedSaysItToo() {
        dies();
        later(Duration.ofHours(20));
        lost.beginning(NEXT, Optional.empty());
        assertLost();
    }

    @Test
    void whoTakesOverTheSameTimeSaysItOfWhoHadItBefore() {
        dies();
        later(Duration.ofMinutes(6));
        flights.lake.ledger().claim(FlightsParts.FETCHES, AT.toString());
        lost.beginning(NEXT, Optional.of(AT));
        assertLost();
        flights.parts.executions().fetching(NEXT);
        lost.beginning(NEXT, Optional.of(AT));
        assertThat(flights.step(NEXT)).as("nobody says it of himself").containsEntry("status", "RUNNING");
    }

    @Test
    void aFetchThatHasFailedKeepsItsReason() {
        dies();
        flights.parts.executions().failed(DEAD, FlightsParts.FETCHES, new Poison("OpenSky answered 404"));
        later(Duration.ofMinutes(6));
        lost.beginning(NEXT, Optional.empty());
        assertThat(flights.step(DEAD)).containsEntry("error", "OpenSky answered 404");
    }

    @Test
    void aFetchWhoseTimeIsFinishedIsNoneOfThem() {
        dies();
        other.finish(FlightsParts.FETCHES, AT.toString());
        later(Duration.ofMinutes(6));
        lost.beginning(NEXT, Optional.empty());
        assertRunning();
    }

    @Test
    void aFetchThatWasOnlySlowHasSucceededInTheEnd() {
        dies();
        later(Duration.ofMinutes(6));
        lost.beginning(NEXT, Optional.empty());
        flights.parts.executions().fetched(DEAD, flights.snapshot(0), true);
        assertThat(flights.step(DEAD)).containsEntry("status", "SUCCEEDED").doesNotContainKey("error_kind");
    }

    @Test
    void aLedgerThatCannotBeReadStopsNoFetch() {
        flights.memory.runs.refuse(update -> true);
        assertThatCode(() -> lost.beginning(NEXT, Optional.of(AT))).doesNotThrowAnyException();
    }
}
