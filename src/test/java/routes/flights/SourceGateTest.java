package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.aws.Permit;
import routes.flights.SourceGate.Entered;
import routes.policy.Outage;
import routes.policy.Poison;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sns.model.SnsException;

/** One gate, and that of another worker over the same tables. */
class SourceGateTest {
    private static final Instant NOW = MemoryFlights.NOW;
    private static final Throwable DOWN = new Transient("OpenSky answered 503", (Duration) null);

    private final MemoryFlights flights = new MemoryFlights("flights.cooldown", "5m", "flights.cooldown-cap", "1h");
    private final SourceGate gate = flights.parts.gate();

    private Permit permit() {
        return ((Entered) gate.enter()).permit().orElseThrow();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            gate.failed(permit(), DOWN);
        }
    }

    private void pass(Duration time) {
        flights.clock.advance(time);
    }

    private static RuntimeException aws(int status) {
        return (RuntimeException) DynamoDbException.builder().statusCode(status).build();
    }

    @Test
    void itOpensWhenMoreThanHalfOfTheLast20CallsHaveFailed() {
        fail(10);
        assertThat(gate.enter()).isInstanceOf(Entered.class);
        assertThat(flights.alerts()).isEmpty();
        fail(1);
        assertThat(gate.enter()).isEqualTo(new Skipped("OpenSky is down", NOW.plusSeconds(300)));
        assertThat(flights.alerts()).containsExactly("Flight Data Alert - OpenSky is down");
        assertThat(flights.counted("CircuitBreakerOpen")).isEqualTo(1);
    }

    @Test
    void everySecondCallMayFail() {
        for (int i = 0; i < 50; i++) {
            fail(1);
            gate.succeeded(permit());
        }
        assertThat(gate.enter()).isInstanceOf(Entered.class);
    }

    @Test
    void onlyFailuresOfTheApiCount() {
        for (int i = 0; i < 30; i++) {
            gate.failed(permit(), new Poison("OpenSky answered 400"));
            gate.failed(permit(), new Outage("OpenSky answered 429", Duration.ofHours(1)));
            gate.failed(permit(), new IllegalStateException("a bug"));
            gate.failed(permit(), aws(500));
            gate.failed(permit(), new Transient("table is down", aws(500)));
            gate.release(permit());
        }
        assertThat(gate.enter()).isInstanceOf(Entered.class);
        assertThat(flights.counted("CircuitBreakerOpen")).isZero();
    }

    @Test
    void aConnectionThatBreaksCountsAsItsFailure() {
        for (int i = 0; i < 11; i++) {
            gate.failed(permit(), new IOException("connection refused"));
        }
        assertThat(gate.enter()).isInstanceOf(Skipped.class);
    }

    @Test
    void afterTheCooldownOneOfTheFleetAsks() {
        SourceGate other = FlightsParts.of(flights.lake, flights.settings, flights.directory)
                .gate();
        fail(11);
        pass(Duration.ofMinutes(5));
        assertThat(permit().probe()).isTrue();
        assertThat(other.enter()).isInstanceOf(Skipped.class);
    }

    @Test
    void aProbeThatSucceedsOpensTheWayToAll() {
        fail(11);
        pass(Duration.ofMinutes(5));
        gate.succeeded(permit());
        assertThat(permit().probe()).isFalse();
    }

    @Test
    void aProbeThatFailsKeepsThemOutForTwiceTheTimeAndIsNotToldAgain() {
        fail(11);
        pass(Duration.ofMinutes(5));
        fail(1);
        assertThat(gate.enter())
                .isEqualTo(
                        new Skipped("OpenSky is down", flights.clock.instant().plusSeconds(600)));
        assertThat(flights.alerts()).hasSize(1);
        assertThat(flights.counted("CircuitBreakerOpen")).isEqualTo(2);
    }

    @Test
    void aProbeThatIsRefusedForGoodWasAnsweredBySomebody() {
        fail(11);
        pass(Duration.ofMinutes(5));
        gate.failed(permit(), new Poison("OpenSky answered 404"));
        assertThat(permit().probe()).isFalse();
    }

    @Test
    void aProbeThatSaysNothingPassesToTheNext() {
        fail(11);
        pass(Duration.ofMinutes(5));
        gate.failed(permit(), aws(500));
        Permit next = permit();
        assertThat(next.probe()).isTrue();
        gate.release(next);
        assertThat(permit().probe()).isTrue();
    }

    @Test
    void anAlertThatCouldNotBeSentIsToldByWhoPassesNext() {
        flights.memory.sns.fail(alert ->
                (RuntimeException) SnsException.builder().statusCode(500).build());
        fail(11);
        assertThatThrownBy(gate::enter).isInstanceOf(SnsException.class);
        assertThat(flights.alerts()).isEmpty();
        flights.memory.sns.fail(alert -> null);
        assertThat(gate.enter()).isInstanceOf(Skipped.class);
        assertThat(gate.enter()).isInstanceOf(Skipped.class);
        assertThat(flights.alerts()).hasSize(1);
        assertThat(flights.counted("AlertsSent")).isEqualTo(1);
    }

    @Test
    void aSecondOutageIsToldWhenTheWindowOfTheFirstHasEnded() {
        fail(11);
        pass(Duration.ofMinutes(5));
        gate.succeeded(permit());
        fail(11);
        assertThat(gate.enter()).isInstanceOf(Skipped.class);
        assertThat(flights.alerts()).hasSize(1);
        assertThat(flights.counted("AlertsSuppressed")).isPositive();
        pass(Duration.ofMinutes(4));
        gate.enter();
        assertThat(flights.alerts()).hasSize(1);
        pass(Duration.ofMinutes(22));
        fail(1);
        gate.enter();
        assertThat(flights.alerts()).hasSize(2);
    }

    @Test
    void aTableThatCannotBeReadLeavesItToTheSchedule() {
        flights.memory.tables.refuse(() -> aws(500));
        assertThat(gate.enter()).isEqualTo(new Entered(Optional.empty()));
    }

    @Test
    void whatATableWillNotTakeIsNoFailureOfTheFetch() {
        Permit permit = permit();
        flights.memory.tables.refuse(() -> aws(500));
        gate.succeeded(permit);
        gate.failed(permit, DOWN);
        gate.release(permit);
        flights.memory.tables.refuse(() -> null);
        assertThat(flights.memory.tables.rows(flights.settings.circuitTable())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "3600, -, 3601",
                "3600, 10, 3601",
                "0, -, 1",
                "-, 120, 121",
                "-, -, 901",
                "-, soon, 901",
                "86400, -, 86401",
                "999999999, -, 86401",
                "-, 'Sat, 21 Nov 2026 18:50:05 GMT', 601",
                "-, 'Sat, 21 Nov 2026 18:00:00 GMT', 1",
            })
    void creditsThatAreUsedUpCloseItForAsLongAsTheApiSays(Long seconds, String retryAfter, long closed) {
        OptionalLong wish = seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
        Outage outage = gate.pause(wish, retryAfter);
        assertThat(outage.after()).isEqualTo(Duration.ofSeconds(closed - 1));
        assertThat(outage).hasMessageContaining("it is not asked before " + NOW.plusSeconds(closed));
        pass(Duration.ofSeconds(closed).minusMillis(1));
        assertThat(gate.enter()).isEqualTo(new Skipped("OpenSky's credits are used up", NOW.plusSeconds(closed)));
        pass(Duration.ofMillis(1));
        assertThat(gate.enter()).isInstanceOf(Entered.class);
    }

    @Test
    void aPauseHoldsForTheWholeFleet() {
        gate.pause(OptionalLong.of(60), null);
        SourceGate other = FlightsParts.of(flights.lake, flights.settings, flights.directory)
                .gate();
        assertThat(other.enter()).isInstanceOf(Skipped.class);
        assertThat(SourceGate.pausedUntil(flights.lake.ledger())).contains(NOW.plusSeconds(61));
    }

    @Test
    void aPauseTakesNoPermit() {
        fail(11);
        pass(Duration.ofMinutes(5));
        gate.pause(OptionalLong.of(60), null);
        assertThat(gate.enter()).isInstanceOf(Skipped.class);
        pass(Duration.ofSeconds(61));
        assertThat(permit().probe()).isTrue();
    }

    @Test
    void aPauseThatCannotBeNotedIsNotForgotten() {
        flights.memory.runs.refuse(write -> true);
        assertThatThrownBy(() -> gate.pause(OptionalLong.of(60), null)).isInstanceOf(DynamoDbException.class);
    }

    @Test
    void whoIsKeptOutInTheMiddleOfAFetchIsToldForHowLong() {
        Skipped skipped = new Skipped("OpenSky is down", NOW.plusSeconds(300));
        Outage outage = skipped.outage(NOW);
        assertThat(outage).hasMessage("OpenSky is down: it is not asked before 2026-11-21T18:45:05Z");
        assertThat(outage.after()).isEqualTo(Duration.ofMinutes(5));
        assertThat(skipped.asMap()).isEqualTo(Map.of("skipped", "OpenSky is down", "until", "2026-11-21T18:45:05Z"));
    }
}
