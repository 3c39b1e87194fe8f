package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.aws.CircuitState.Closed;
import routes.aws.CircuitState.HalfOpen;
import routes.aws.CircuitState.Open;

/** Where a circuit goes, without clock and table. */
class CircuitStateTest {
    private static final Instant T = Instant.parse("2026-11-20T01:00:00Z");
    private static final Duration COOLDOWN = Duration.ofMinutes(5);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Optional<Duration> NO_WISH = Optional.empty();
    private static final CircuitRules RULES =
            new CircuitRules(new TripRule.Consecutive(3), COOLDOWN, Duration.ofMinutes(30), LEASE);

    private CircuitState state = CircuitState.NEW;

    private CircuitAnswer ask(Instant now) {
        CircuitState.Asked asked = state.askPermit("worker", RULES, now);
        state = asked.next();
        return asked.answer();
    }

    private Permit permit(Instant now) {
        return CircuitWords.permit(ask(now)).orElseThrow();
    }

    private void fail(Permit permit, Optional<Duration> wish, Instant now) {
        state = state.onFailure(permit, wish, RULES, now);
    }

    private void succeed(Permit permit, Instant now) {
        state = state.onSuccess(permit, RULES, now);
    }

    /** Opens at {@link #T}, until {@link #T} and five minutes. */
    private void open() {
        for (int call = 0; call < 3; call++) {
            fail(permit(T), NO_WISH, T);
        }
        assertThat(state).isInstanceOf(Open.class);
    }

    @Test
    void threeFailuresInARowOpenIt() {
        fail(permit(T), NO_WISH, T);
        fail(permit(T), NO_WISH, T);
        assertThat(state).isInstanceOf(Closed.class);
        fail(permit(T), NO_WISH, T);
        assertThat(state).isEqualTo(new Open(1, T, T.plus(COOLDOWN), 1));
        assertThat(ask(T.plusSeconds(60)))
                .isEqualTo(new CircuitAnswer.Refused(T.plus(COOLDOWN), COOLDOWN.minusSeconds(60)));
    }

    @Test
    void failuresOfCallsThatWereAskedBeforeItOpenedDoNotOpenItLonger() {
        Permit late = permit(T);
        open();
        CircuitState open = state;
        fail(late, NO_WISH, T.plusSeconds(200));
        assertThat(state).isEqualTo(open);
    }

    @Test
    void aSuccessOfACallThatWasAskedBeforeItOpenedDoesNotCloseIt() {
        Permit late = permit(T);
        open();
        CircuitState open = state;
        succeed(late, T.plusSeconds(1));
        assertThat(state).isEqualTo(open);
    }

    @Test
    void answersFromBeforeDecideNothingWhileAProbeIsUnderWay() {
        Permit late = permit(T);
        open();
        permit(T.plus(COOLDOWN));
        CircuitState probing = state;
        succeed(late, T.plusSeconds(301));
        fail(late, Optional.of(Duration.ofHours(1)), T.plusSeconds(302));
        state = state.onRelease(late, T.plusSeconds(303));
        assertThat(state).isEqualTo(probing).isInstanceOf(HalfOpen.class);
    }

    @Test
    void failuresFromBeforeTheOutageDoNotCountAfterIt() {
        Permit late = permit(T);
        open();
        succeed(permit(T.plus(COOLDOWN)), T.plusSeconds(301));
        CircuitState closed = state;
        for (int call = 0; call < 3; call++) {
            fail(late, NO_WISH, T.plusSeconds(302));
        }
        assertThat(state).isEqualTo(closed).isInstanceOf(Closed.class);
    }

    @Test
    void aProbeThatPassedToAnotherHasNothingToSayAnyMore() {
        open();
        Permit lost = permit(T.plus(COOLDOWN));
        Instant over = T.plus(COOLDOWN).plus(LEASE).plus(CircuitRules.SKEW);
        assertThat(ask(over.minusMillis(1))).isEqualTo(new CircuitAnswer.Refused(over, Duration.ofMillis(1)));
        Permit taken = permit(over);
        assertThat(taken).isNotEqualTo(lost);
        CircuitState probing = state;
        succeed(lost, over);
        fail(lost, NO_WISH, over);
        assertThat(state).isEqualTo(probing);
        succeed(taken, over);
        assertThat(state).isEqualTo(new Closed(4, over, 0, Instant.EPOCH));
    }

    @Test
    void aProbeThatFailedIsNotHeardAgainWhileTheNextOneIsUnderWay() {
        open();
        Permit first = permit(T.plus(COOLDOWN));
        fail(first, NO_WISH, T.plus(COOLDOWN));
        permit(T.plusSeconds(900));
        CircuitState probing = state;
        succeed(first, T.plusSeconds(901));
        fail(first, NO_WISH, T.plusSeconds(902));
        assertThat(state).isEqualTo(probing).isInstanceOf(HalfOpen.class);
    }

    @Test
    void aHolderThatIsLateIsHeardAsLongAsNobodyHasTakenItsProbe() {
        open();
        Permit probe = permit(T.plus(COOLDOWN));
        succeed(probe, T.plusSeconds(3600));
        assertThat(state).isInstanceOf(Closed.class);
    }

    @Test
    void everyProbeThatFailsDoublesTheTimeUpToTheCap() {
        open();
        List<Duration> times = new ArrayList<>();
        Instant now = T;
        for (int probe = 0; probe < 5; probe++) {
            now = ((Open) state).until();
            fail(permit(now), NO_WISH, now);
            times.add(Duration.between(now, ((Open) state).until()));
        }
        assertThat(times).extracting(Duration::toMinutes).containsExactly(10L, 20L, 30L, 30L, 30L);
        succeed(permit(now.plusSeconds(1800)), now);
        for (int call = 0; call < 3; call++) {
            fail(permit(now), NO_WISH, now);
        }
        assertThat(state).isEqualTo(new Open(state.generation(), now, now.plus(COOLDOWN), 1));
    }

    @Test
    void manyTripsInARowDoNotOverflow() {
        state = new Open(1, T, T, 1_000_000);
        fail(permit(T), NO_WISH, T);
        assertThat(((Open) state).until()).isEqualTo(T.plusSeconds(1800));
    }

    @Test
    void theWishOfAnyOfTheFailuresThatOpenItIsKept() {
        fail(permit(T), Optional.of(Duration.ofHours(1)), T);
        fail(permit(T), Optional.of(Duration.ofMinutes(7)), T);
        fail(permit(T), NO_WISH, T);
        assertThat(((Open) state).until()).isEqualTo(T.plusSeconds(3600));
    }

    @Test
    void aWishIsForgottenWithTheFailureThatASuccessWipedOut() {
        fail(permit(T), Optional.of(Duration.ofHours(1)), T);
        succeed(permit(T), T);
        open();
        assertThat(((Open) state).until()).isEqualTo(T.plus(COOLDOWN));
    }

    @Test
    void aWishOfALateFailureExtendsTheTimeAndNeverShortensIt() {
        Permit late = permit(T);
        open();
        fail(late, Optional.of(Duration.ofHours(2)), T.plusSeconds(10));
        assertThat(((Open) state).until()).isEqualTo(T.plusSeconds(7210));
        fail(late, Optional.of(Duration.ofMinutes(1)), T.plusSeconds(20));
        assertThat(state).isEqualTo(new Open(1, T, T.plusSeconds(7210), 1));
    }

    @Test
    void noWishIsFollowedLongerThanHalfADay() {
        Permit late = permit(T);
        open();
        fail(late, Optional.of(Duration.ofDays(30)), T);
        assertThat(((Open) state).until()).isEqualTo(T.plus(Duration.ofHours(12)));
    }

    @Test
    void aProbeThatIsGivenBackIsTheNextOnesAtOnceAndIsNoFailure() {
        open();
        Instant later = T.plus(COOLDOWN).plusSeconds(3);
        Permit probe = permit(T.plus(COOLDOWN));
        state = state.onRelease(probe, later);
        assertThat(state).isEqualTo(new Open(3, T, later, 1));
        assertThat(ask(later)).isInstanceOf(CircuitAnswer.Probe.class);
        CircuitState probing = state;
        succeed(probe, later);
        assertThat(state).isEqualTo(probing);
    }

    @Test
    void howLongItHasBeenClosedIsNeverNegativeAndNothingWhileItIsNot() {
        assertThat(state.closedFor(T)).isGreaterThan(Duration.ofDays(365));
        open();
        assertThat(state.closedFor(T.plusSeconds(9))).isZero();
        Permit probe = permit(T.plus(COOLDOWN));
        assertThat(state.closedFor(T.plusSeconds(600))).isZero();
        succeed(probe, T.plusSeconds(600));
        assertThat(state.closedFor(T.plusSeconds(598))).isZero();
        assertThat(state.closedFor(T.plusSeconds(660))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aCooldownOfHalfADayIsTheLongest() {
        Duration half = Duration.ofHours(12);
        assertThat(new CircuitRules(RULES.trip(), half, half, LEASE).openUntil(7, T, T))
                .isEqualTo(T.plus(half));
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        TripRule trip = RULES.trip();
        Duration hour = Duration.ofHours(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CircuitRules(trip, Duration.ZERO, hour, LEASE))
                .withMessageContaining("cool-down is PT0S up to PT1H");
        assertThatIllegalArgumentException().isThrownBy(() -> new CircuitRules(trip, hour, COOLDOWN, LEASE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CircuitRules(trip, hour, Duration.ofHours(13), LEASE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CircuitRules(trip, COOLDOWN, hour, Duration.ZERO))
                .withMessageContaining("lease of a probe is PT0S");
    }
}
