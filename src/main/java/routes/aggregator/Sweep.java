package routes.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aggregator.BundleState.Archived;
import routes.aggregator.BundleState.Delivering;
import routes.aggregator.BundleState.Leased;
import routes.aggregator.BundleState.Pending;
import routes.aggregator.BundleState.Planned;
import routes.aws.Queues;
import routes.aws.SharedCircuit;
import routes.observe.Meter;
import routes.observe.Spans;

/**
 * Looks after bundles that have stood still for too long: those whose delivery message was lost are enqueued again, those
 * whose worker died and whose events never came back are finished. Of several that sweep at the same time, one gets each.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int MOST = 1000;

    private final AggregatorSettings settings;
    private final BundleLedger ledger;
    private final Planning planning;
    private final SharedCircuit circuit;
    private final Queues queues;
    private final Spans spans;
    private final Duration lease;
    private final Meter meter;
    private final Clock clock;

    Sweep(
            AggregatorSettings settings,
            BundleLedger ledger,
            Planning planning,
            SharedCircuit circuit,
            Queues queues,
            Spans spans,
            Duration lease,
            Meter meter,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.planning = planning;
        this.circuit = circuit;
        this.queues = queues;
        this.spans = spans;
        this.lease = lease;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param open bundles with work left to do, at most {@value #MOST} counted
     * @param enqueued ids of bundles whose delivery message was sent again
     * @param toFinish bundles that are ours to finish now
     */
    record Found(int open, List<String> enqueued, List<Holding> toFinish) {
        /** As it is printed, and answered by a Lambda. */
        Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("open", open);
            map.put("enqueued", enqueued);
            map.put(
                    "finished",
                    toFinish.stream().map(holding -> holding.bundle().id()).toList());
            return map;
        }
    }

    /** Looks; {@code runId} becomes the owner of what is taken over. */
    Found look(String runId) {
        Instant now = clock.instant();
        int open = ledger.openSince(now.plusSeconds(1), MOST).size();
        meter.gauge("pending_deliveries", open, "pipeline", "aggregator");
        Found found = new Found(open, new ArrayList<>(), new ArrayList<>());
        boolean calm = isCalm(now);
        for (String id : ledger.openSince(now.minus(settings.overdue()), MOST)) {
            // The index may be behind: the row itself decides.
            ledger.find(id)
                    .filter(bundle -> bundle.since().isBefore(now.minus(settings.overdue())))
                    .ifPresent(bundle -> lookAfter(bundle, runId, calm, found));
        }
        return found;
    }

    private void lookAfter(Bundle bundle, String runId, boolean calm, Found found) {
        BundleState state = bundle.state();
        Instant now = clock.instant();
        if (state instanceof Leased leased && !leased.lease().isOver(now)) {
            return;
        }
        if (state instanceof Planned || state instanceof Archived) {
            Lease ours = new Lease(runId, now.plus(lease));
            ledger.change(bundle, ((Leased) state).leased(ours))
                    .ifPresent(taken -> found.toFinish().add(planning.holding(taken)));
        } else if (calm) {
            Optional<Bundle> taken =
                    state instanceof Delivering dead ? ledger.change(bundle, dead.failed()) : ledger.touch(bundle);
            taken.filter(pending -> pending.state() instanceof Pending).ifPresent(pending -> enqueue(pending, found));
        }
    }

    private void enqueue(Bundle bundle, Found found) {
        var failed = queues.send(
                settings.deliveriesQueue(),
                List.of(new Queues.Outgoing(DeliveryMessage.of(bundle).json(), spans.inject())));
        if (failed.isEmpty()) {
            found.enqueued().add(bundle.id());
            LOG.atWarn().addKeyValue("objectKey", bundle.key()).log("delivery was overdue, it is enqueued again");
        } else {
            LOG.warn("overdue delivery of {} could not be enqueued: {}", bundle.id(), failed.get(0));
        }
    }

    /**
     * While NiFi is down, deliveries wait on their queue, and after that they take their time: their messages are not
     * lost, and would only come twice.
     */
    private boolean isCalm(Instant now) {
        return circuit.state().closedFor(now).compareTo(settings.overdue()) >= 0;
    }
}
