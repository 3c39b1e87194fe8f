package routes.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aggregator.BundleState.Archived;
import routes.aggregator.BundleState.Delivered;
import routes.aggregator.BundleState.Delivering;
import routes.aggregator.BundleState.Empty;
import routes.aggregator.BundleState.Parked;
import routes.aggregator.BundleState.Pending;
import routes.aggregator.BundleState.Planned;
import routes.aws.CircuitAnswer;
import routes.aws.Permit;
import routes.aws.SharedCircuit;
import routes.observe.Meter;
import routes.policy.Batch;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Poison;
import routes.policy.QueueMessage;

/** Who may send a bundle now: the one who has its lease, when the circuit lets somebody call. */
final class DeliveryClaims {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryClaims.class);

    /** A bundle is enqueued before its row says that it is archived: its delivery is often faster than that note. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final AggregatorSettings settings;
    private final BundleLedger ledger;
    private final SharedCircuit circuit;
    private final DeliveryGate gate;
    private final DeliveryWaits waits;
    private final Meter meter;
    private final Clock clock;

    DeliveryClaims(
            AggregatorSettings settings,
            BundleLedger ledger,
            SharedCircuit circuit,
            DeliveryGate gate,
            DeliveryWaits waits,
            Meter meter,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.circuit = circuit;
        this.gate = gate;
        this.waits = waits;
        this.meter = meter;
        this.clock = clock;
    }

    /** Oldest bundles first; what is no delivery is looked at last. */
    static List<QueueMessage> oldestFirst(Batch batch) {
        return batch.messages().stream()
                .sorted(Comparator.comparing(DeliveryClaims::plannedAt))
                .toList();
    }

    private static Instant plannedAt(QueueMessage message) {
        try {
            return DeliveryMessage.parse(message.body()).plannedAt();
        } catch (Poison e) {
            // It is refused with its reason when its turn comes.
            return Instant.MAX;
        }
    }

    /**
     * Claims the bundle of a message.
     *
     * @param runId of this delivery, the owner of its lease
     * @return an {@link Attempt}, or the message's {@link Outcome} when nothing is to be sent now
     */
    Object begin(QueueMessage message, String runId) {
        Optional<Permit> permit = gate.take();
        boolean begun = false;
        try {
            DeliveryMessage delivery = DeliveryMessage.parse(message.body());
            Bundle bundle = ledger.find(delivery.bundleId())
                    .orElseThrow(() -> new Poison(delivery.bundleId() + " is not in the table " + settings.table()
                            + ": it was never planned, or its time to live is over"));
            Optional<Outcome> nothing = nothingToSend(bundle);
            if (nothing.isPresent()) {
                return nothing.get();
            }
            if (permit.isEmpty()) {
                CircuitAnswer answer = circuit.permit();
                if (answer instanceof CircuitAnswer.Refused refused) {
                    return waits.paused(refused.after());
                }
                permit = permit(answer);
            }
            Optional<Bundle> ours = claim(bundle, runId);
            if (ours.isEmpty()) {
                // Its row has changed since it was read: it was archived, or somebody else has it, and says how long.
                return DeliveryWaits.again(FailureKind.TRANSIENT, bundle.id() + " has changed meanwhile", MOMENT);
            }
            begun = true;
            return new Attempt(new Holding(ours.get(), ledger, settings.leaseOfDelivery(), clock), permit.orElse(null));
        } finally {
            if (!begun) {
                permit.ifPresent(circuit::release);
            }
        }
    }

    /** Empty when the circuit cannot be read: this process decides for itself. */
    private static Optional<Permit> permit(CircuitAnswer answer) {
        if (answer instanceof CircuitAnswer.Allowed allowed) {
            return Optional.of(allowed.permit());
        }
        if (answer instanceof CircuitAnswer.Probe probe) {
            return Optional.of(probe.permit());
        }
        LOG.warn("shared circuit cannot be read, this process decides for itself");
        return Optional.empty();
    }

    private Optional<Outcome> nothingToSend(Bundle bundle) {
        BundleState state = bundle.state();
        if (state instanceof Delivered || state instanceof Empty) {
            meter.count("deliveries_repeated", 1, "pipeline", "aggregator");
            return Optional.of(new Outcome.Done());
        }
        if (state instanceof Planned) {
            return Optional.of(
                    DeliveryWaits.again(FailureKind.TRANSIENT, bundle.id() + " is not archived yet", MOMENT));
        }
        if (state instanceof Delivering delivering && !delivering.lease().isOver(clock.instant())) {
            Duration left = Duration.between(clock.instant(), delivering.lease().until());
            return Optional.of(
                    DeliveryWaits.again(FailureKind.TRANSIENT, bundle.id() + " is being sent by somebody else", left));
        }
        return Optional.empty();
    }

    private Optional<Bundle> claim(Bundle bundle, String runId) {
        Lease lease = new Lease(runId, clock.instant().plus(settings.leaseOfDelivery()));
        BundleState state = bundle.state();
        if (state instanceof Archived archived) {
            // Its maker died between the message and its note of it.
            return ledger.change(bundle, archived.delivering(lease));
        }
        if (state instanceof Delivering delivering) {
            return ledger.change(bundle, delivering.takenOver(lease));
        }
        Pending pending = state instanceof Parked parked ? parked.again() : (Pending) state;
        return ledger.change(bundle, pending.delivering(lease));
    }
}
