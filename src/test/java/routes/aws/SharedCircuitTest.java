package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import routes.ManualClock;
import routes.aws.CircuitAnswer.Allowed;
import routes.aws.CircuitAnswer.Probe;
import routes.aws.CircuitAnswer.Refused;
import routes.aws.CircuitChange.Nothing;
import routes.aws.CircuitChange.Opened;

/** What a worker does to the row that all workers share, and what it makes of what others did to it. */
class SharedCircuitTest {
    private static final Instant T = Instant.parse("2026-11-20T01:00:00Z");
    private static final Duration COOLDOWN = Duration.ofMinutes(5);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final CircuitRules RULES =
            new CircuitRules(new TripRule.Consecutive(3), COOLDOWN, Duration.ofHours(1), LEASE);

    private final MemoryDynamoDb table = new MemoryDynamoDb();
    private final ManualClock clock = new ManualClock(T);
    private final SharedCircuit ours = circuit("nifi", RULES, "ours", 1);
    private final SharedCircuit rival = circuit("nifi", RULES, "rival", 2);

    private SharedCircuit circuit(String service, CircuitRules rules, String holder, long seed) {
        return new SharedCircuit(() -> table, "circuits", service, rules, holder, new Random(seed), clock);
    }

    private static Permit allowed(SharedCircuit circuit) {
        return ((Allowed) circuit.permit()).permit();
    }

    private static CircuitChange fail(SharedCircuit circuit) {
        return circuit.failed(allowed(circuit), Optional.empty());
    }

    private void open() {
        fail(ours);
        fail(rival);
        assertThat(fail(ours)).isEqualTo(new Opened(clock.instant().plus(COOLDOWN), 1));
    }

    @Test
    void aFailureThatIsOvertakenByAnotherIsCountedBesideIt() {
        Permit permit = allowed(ours);
        fail(rival);
        table.beforeNextPut(() -> fail(rival));
        assertThat(ours.failed(permit, Optional.empty())).isEqualTo(new Opened(T.plus(COOLDOWN), 1));
    }

    @Test
    void aFailureThatIsOvertakenByTheOneThatOpensItIsToldNothing() {
        Permit permit = allowed(ours);
        fail(rival);
        fail(rival);
        table.beforeNextPut(() -> assertThat(fail(rival)).isInstanceOf(Opened.class));
        assertThat(ours.failed(permit, Optional.empty())).isEqualTo(new Nothing());
    }

    @Test
    void aProbeThatAnotherTookMeanwhileIsRefused() {
        open();
        clock.advance(COOLDOWN);
        table.beforeNextPut(() -> assertThat(rival.permit()).isInstanceOf(Probe.class));
        assertThat(ours.permit())
                .isEqualTo(new Refused(
                        clock.instant().plus(LEASE).plus(CircuitRules.SKEW), LEASE.plus(CircuitRules.SKEW)));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsKnownAgain() {
        fail(ours);
        fail(ours);
        Permit permit = allowed(ours);
        table.loseNextAnswer();
        assertThat(ours.failed(permit, Optional.empty())).isEqualTo(new Opened(T.plus(COOLDOWN), 1));
        clock.advance(COOLDOWN);
        table.loseNextAnswer();
        assertThat(ours.permit()).isInstanceOf(Probe.class);
        assertThat(rival.permit()).isInstanceOf(Refused.class);
    }

    @Test
    void whatAnotherWroteIsNotTakenForOurOwnEvenIfItSaysTheSame() {
        open();
        clock.advance(COOLDOWN);
        SharedCircuit twin = circuit("nifi", RULES, "ours", 3);
        table.beforeNextPut(() -> assertThat(twin.permit()).isInstanceOf(Probe.class));
        assertThat(ours.permit()).isInstanceOf(Refused.class);
    }

    @Test
    void aHealthyServiceCostsOneReadToAskAndOneToNoteAndNoWrite() {
        for (int call = 0; call < 10; call++) {
            assertThat(ours.succeeded(allowed(ours))).isEqualTo(new Nothing());
        }
        assertThat(table.reads()).isEqualTo(20);
        assertThat(table.writes()).isZero();
    }

    @Test
    void aFailureCostsOneReadAndOneWrite() {
        Permit permit = allowed(ours);
        ours.failed(permit, Optional.empty());
        assertThat(table.reads()).isEqualTo(2);
        assertThat(table.writes()).isEqualTo(1);
    }

    @Test
    void aPermitThatClaimsNothingIsGivenBackWithoutACall() {
        Permit permit = allowed(ours);
        int reads = table.reads();
        assertThat(ours.release(permit)).isEqualTo(new Nothing());
        assertThat(table.reads()).isEqualTo(reads);
        assertThat(table.writes()).isZero();
    }

    @Test
    void anOpenCircuitIsReadAndNotWritten() {
        open();
        int writes = table.writes();
        for (int call = 0; call < 10; call++) {
            assertThat(ours.permit()).isEqualTo(new Refused(T.plus(COOLDOWN), COOLDOWN));
        }
        assertThat(table.writes()).isEqualTo(writes);
    }

    @Test
    void aRateIsWrittenOnlyWhileAFailureIsAmongItsCalls() {
        CircuitRules rate = new CircuitRules(new TripRule.Rate(0.5, 20), COOLDOWN, COOLDOWN, LEASE);
        SharedCircuit circuit = circuit("opensky", rate, "ours", 3);
        fail(circuit);
        for (int call = 0; call < 100; call++) {
            circuit.succeeded(allowed(circuit));
        }
        assertThat(table.writes()).isEqualTo(21);
    }

    @Test
    void servicesOfOneTableDoNotKnowEachOther() {
        open();
        SharedCircuit other = circuit("opensky", RULES, "ours", 3);
        assertThat(other.permit()).isInstanceOf(Allowed.class);
    }

    @Test
    void theRecoveryIsToldToTheHolderOfTheProbeAlone() {
        open();
        clock.advance(COOLDOWN);
        Permit probe = ((Probe) rival.permit()).permit();
        assertThat(rival.succeeded(probe)).isEqualTo(new CircuitChange.Closed(T));
        assertThat(rival.succeeded(probe)).isEqualTo(new Nothing());
        assertThat(ours.state().since()).isEqualTo(T.plus(COOLDOWN));
    }
}
