package routes.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.CircuitAnswer;
import routes.aws.Permit;
import routes.aws.SharedCircuit;
import routes.policy.Gate;

/**
 * Keeps a process from receiving deliveries while NiFi is down: they wait on their queue, where that costs no receives.
 * When it is time to ask NiFi again, one process of the fleet gets the probe and receives one message for it.
 */
final class DeliveryGate implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryGate.class);
    /** An answer counts for so long, so that a busy door does not ask for each message. */
    private static final Duration OPEN_FOR = Duration.ofSeconds(1);
    /** Somebody may have closed the circuit before its time is over. */
    private static final Duration CLOSED_FOR = Duration.ofSeconds(10);

    private final SharedCircuit circuit;
    private final Clock clock;
    private @Nullable Permit probe;
    private Instant openUntil = Instant.MIN;
    private Instant closedUntil = Instant.MIN;

    DeliveryGate(SharedCircuit circuit, Clock clock) {
        this.circuit = circuit;
        this.clock = clock;
    }

    @Override
    public synchronized boolean opens() {
        Instant now = clock.instant();
        if (probe != null || now.isBefore(closedUntil)) {
            return false;
        }
        return now.isBefore(openUntil) || ask(now);
    }

    private boolean ask(Instant now) {
        CircuitAnswer answer = circuit.permit();
        if (answer instanceof CircuitAnswer.Refused refused) {
            closedUntil = now.plus(refused.after().compareTo(CLOSED_FOR) < 0 ? refused.after() : CLOSED_FOR);
            return false;
        }
        if (answer instanceof CircuitAnswer.Probe one) {
            probe = one.permit();
            LOG.info("this process asks NiFi whether it is back");
        } else {
            // Closed, or not to be read: then each delivery decides for itself.
            openUntil = now.plus(OPEN_FOR);
        }
        return true;
    }

    @Override
    public void received(int messages) {
        if (messages == 0) {
            // There is nothing to probe with: another process may have.
            take().ifPresent(circuit::release);
        }
    }

    /** The probe that was claimed for the message in hand. */
    synchronized Optional<Permit> take() {
        Optional<Permit> taken = Optional.ofNullable(probe);
        probe = null;
        openUntil = Instant.MIN;
        return taken;
    }
}
