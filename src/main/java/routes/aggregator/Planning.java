package routes.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import routes.aggregator.BundleState.Archived;
import routes.aggregator.BundleState.Empty;
import routes.aggregator.BundleState.Leased;
import routes.aggregator.BundleState.Planned;
import routes.aws.ObjectLeases;
import routes.lake.ObjectVersion;
import routes.observe.Meter;
import routes.policy.FailureKind;

/**
 * Finds a bundle for every object of a batch: a new one, or the one that it was planned for before. A bundle whose
 * worker is gone is taken over whole, whatever else is in the batch.
 */
final class Planning {
    private static final int ROUNDS = 8;

    private final AggregatorSettings settings;
    private final BundleLedger ledger;
    private final Duration lease;
    private final Meter meter;
    private final Clock clock;

    Planning(AggregatorSettings settings, BundleLedger ledger, Duration lease, Meter meter, Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.lease = lease;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * What a batch has to do.
     *
     * @param holdings bundles to be made, of which we have the lease
     * @param standings of objects for which nothing is to be done now, by id of the object
     */
    record Plan(List<Holding> holdings, Map<String, Standing> standings) {}

    /**
     * Plans the objects of a batch.
     *
     * @param runId of the batch, which becomes the owner of its leases
     */
    Plan plan(Collection<ObjectVersion> objects, String runId) {
        Plan plan = new Plan(new ArrayList<>(), new HashMap<>());
        for (List<ObjectVersion> chunk : chunks(objects)) {
            place(chunk, runId, plan);
        }
        return plan;
    }

    /** In the order given; no more than fit into a transaction, and no more bytes than a bundle may hold. */
    List<List<ObjectVersion>> chunks(Collection<ObjectVersion> objects) {
        List<List<ObjectVersion>> chunks = new ArrayList<>();
        List<ObjectVersion> chunk = new ArrayList<>();
        long bytes = 0;
        for (ObjectVersion object : objects) {
            long size = object.size().orElse(0);
            boolean full = chunk.size() == ObjectLeases.MOST_OBJECTS || bytes + size > settings.batchBytes();
            if (full && !chunk.isEmpty()) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(object);
            bytes += size;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    private void place(List<ObjectVersion> chunk, String runId, Plan plan) {
        Map<String, ObjectVersion> left = new LinkedHashMap<>();
        chunk.forEach(object -> left.put(object.id(), object));
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            Lease ours = new Lease(runId, clock.instant().plus(lease));
            BundleLedger.Plan made = ledger.plan(left.values(), settings.format(), ours);
            if (made.bundle() != null) {
                plan.holdings().add(holding(made.bundle()));
                return;
            }
            Set<String> bundles = new HashSet<>(made.holders().values());
            for (String id : bundles) {
                Optional<Standing> standing = ledger.find(id).flatMap(bundle -> meet(bundle, runId, plan));
                standing.ifPresent(found -> made.holders().forEach((object, holder) -> {
                    if (holder.equals(id) && left.remove(object) != null) {
                        plan.standings().put(object, found);
                    }
                }));
            }
        }
        left.keySet()
                .forEach(object -> plan.standings()
                        .put(
                                object,
                                new Standing.Waiting(
                                        FailureKind.TRANSIENT,
                                        "bundles of the object change all the time, " + ROUNDS + " races lost",
                                        Optional.empty())));
    }

    /** What it means for an object that its bundle stands where it does; empty: it is free again. */
    private Optional<Standing> meet(Bundle bundle, String runId, Plan plan) {
        BundleState state = bundle.state();
        if (state instanceof Empty) {
            return Optional.empty();
        }
        if (!(state instanceof Planned || state instanceof Archived)) {
            meter.count("duplicates", 1, "pipeline", "aggregator");
            return Optional.of(new Standing.Settled());
        }
        Lease held = ((Leased) state).lease();
        Instant now = clock.instant();
        if (!held.isOver(now)) {
            return Optional.of(waiting(bundle, Duration.between(now, held.until())));
        }
        Optional<Bundle> taken = ledger.change(bundle, ((Leased) state).leased(new Lease(runId, now.plus(lease))));
        taken.ifPresent(ours -> plan.holdings().add(holding(ours)));
        // Whether it is made will tell: until then, the event waits.
        return Optional.of(waiting(bundle, lease));
    }

    private static Standing waiting(Bundle bundle, Duration after) {
        return new Standing.Waiting(
                FailureKind.TRANSIENT, bundle.id() + " of this object is being made", Optional.of(after));
    }

    Holding holding(Bundle bundle) {
        return new Holding(bundle, ledger, lease, clock);
    }
}
