package routes.flights;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.CircuitAnswer;
import routes.aws.CircuitChange;
import routes.aws.CircuitState;
import routes.aws.Permit;
import routes.aws.RunLedger;
import routes.aws.SharedCircuit;
import routes.aws.UnreadableCircuit;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Outage;
import routes.policy.RetryAfter;

/**
 * Whether the API may be asked, for the whole fleet: not while its breaker is open, and not before the time that it has
 * named when its credits were used up. A try under the breaker is a permit; what became of it is told when it is known.
 */
final class SourceGate {
    private static final Logger LOG = LoggerFactory.getLogger(SourceGate.class);
    private static final String RUN = "flights-source";
    private static final String PAUSE = "pause";
    private static final String UNTIL = "until";
    /** The API counts credits by the day: no wish of it is followed longer. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private static final Duration UNSAID = Duration.ofMinutes(15);

    private final SharedCircuit circuit;
    private final RunLedger ledger;
    private final QualityAlerts alerts;
    private final FlightNumbers numbers;
    private final Clock clock;

    SourceGate(SharedCircuit circuit, RunLedger ledger, QualityAlerts alerts, FlightNumbers numbers, Clock clock) {
        this.circuit = circuit;
        this.ledger = ledger;
        this.alerts = alerts;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** What somebody is told who wants to ask the API. */
    sealed interface Entry permits Entered, Skipped {}

    /**
     * Ask.
     *
     * @param permit under which; empty while the breaker cannot be read, and the schedule alone decides
     */
    record Entered(Optional<Permit> permit) implements Entry {}

    /** Whether the API may be asked now. */
    Entry enter() {
        Instant now = clock.instant();
        Optional<Instant> paused = pausedUntil(ledger).filter(now::isBefore);
        if (paused.isPresent()) {
            return new Skipped("OpenSky's credits are used up", paused.get());
        }
        CircuitAnswer answer = circuit.permit();
        if (answer instanceof CircuitAnswer.Refused refused) {
            // Told again by whoever passes: the one who opened it may have died before he had told.
            tell(circuit.state());
            return new Skipped("OpenSky is down", refused.until());
        }
        if (answer instanceof CircuitAnswer.Probe probe) {
            LOG.info("this process asks OpenSky whether it is back");
            return new Entered(Optional.of(probe.permit()));
        }
        return new Entered(
                answer instanceof CircuitAnswer.Allowed allowed ? Optional.of(allowed.permit()) : Optional.empty());
    }

    /** The try brought a snapshot. */
    void succeeded(Permit permit) {
        if (circuit.succeeded(permit) instanceof CircuitChange.Closed closed) {
            LOG.info("OpenSky is back, it was down since {}", closed.openSince());
        }
    }

    /** The try has failed; whether that says something of the API's health is decided here. */
    void failed(Permit permit, Throwable failure) {
        FailureKind kind = Failures.kind(failure);
        CircuitChange change;
        if (kind == FailureKind.TRANSIENT && !Failures.isOfAws(failure)) {
            change = circuit.failed(permit, Optional.empty());
        } else if (kind == FailureKind.POISON && permit.probe()) {
            // What is refused for good was refused by somebody who is there.
            change = circuit.succeeded(permit);
        } else {
            change = circuit.release(permit);
        }
        if (change instanceof CircuitChange.Opened opened) {
            numbers.sourceDown();
            LOG.error("OpenSky is down: it is not asked before {}", opened.until());
            opened();
        } else if (change instanceof UnreadableCircuit unreadable) {
            LOG.warn("shared circuit cannot be told how a call went: {}", Failures.reason(unreadable.cause()));
        }
    }

    /** The try said nothing of the API's health. */
    void release(Permit permit) {
        circuit.release(permit);
    }

    /** Nobody asks before the API wishes to be asked again; the answer is what is to be thrown. */
    Outage pause(OptionalLong seconds, @Nullable String retryAfter) {
        Instant now = clock.instant();
        Duration wish = seconds.isPresent()
                ? Duration.ofSeconds(seconds.getAsLong())
                : RetryAfter.parse(retryAfter, now).orElse(UNSAID);
        Duration after = wish.compareTo(LONGEST_PAUSE) < 0 ? wish : LONGEST_PAUSE;
        Instant until = now.plus(after).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        ledger.record(RUN, PAUSE, Map.of(UNTIL, until.toString(), "noted_at", now.toString()));
        return new Outage("OpenSky answered 429, its credits are used up: it is not asked before " + until, after);
    }

    /** When the API wishes to be asked again, where it has ever said so. */
    static Optional<Instant> pausedUntil(RunLedger ledger) {
        return Optional.ofNullable(ledger.row(RUN, PAUSE).get(UNTIL)).map(Instant::parse);
    }

    /** The failure that opened the breaker is what goes on, whatever becomes of the alert. */
    private void opened() {
        try {
            tell(circuit.state());
        } catch (RuntimeException e) {
            LOG.error("alert that OpenSky is down is left to who passes next: {}", Failures.reason(e));
        }
    }

    private void tell(CircuitState state) {
        if (state instanceof CircuitState.Open open) {
            alerts.sourceIsDown(open.since(), open.until());
        }
    }
}
