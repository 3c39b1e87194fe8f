package routes.aggregator;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import routes.aggregator.BundleState.Archived;
import routes.aggregator.BundleState.Delivered;
import routes.aggregator.BundleState.Delivering;
import routes.aggregator.BundleState.Empty;
import routes.aggregator.BundleState.Leased;
import routes.aggregator.BundleState.Parked;
import routes.aggregator.BundleState.Pending;
import routes.aggregator.BundleState.Planned;
import routes.aws.ObjectLeases;
import routes.aws.ObjectLeases.Group;
import routes.lake.BundleFormat;
import routes.lake.ObjectVersion;

/** Bundles as rows of the objects' table: a change is made only by who has seen the last one. */
final class BundleLedger {
    private static final String STATE = "state";
    private static final String OWNER = "owner";
    private static final String LEASE_UNTIL = "lease_until";
    private static final String PLANNED_AT = "planned_at";
    private static final String FORMAT = "format";
    private static final String RUN_ID = "run_id";
    private static final String OBJECTS = "objects";
    private static final String SHA256 = "sha256";
    private static final String BYTES = "bytes";
    private static final String MEMBERS = "members";
    private static final String ATTEMPTS = "attempts";
    private static final String DELIVERED_AT = "delivered_at";
    /** All open bundles lie in one partition of the index: there are few at a time. */
    private static final String OPEN = "bundle";

    private final ObjectLeases leases;
    private final Clock clock;

    BundleLedger(ObjectLeases leases, Clock clock) {
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * What a plan came to.
     *
     * @param bundle that was planned; null when objects were taken
     * @param holders of objects that were taken: id of a bundle by id of the object
     */
    record Plan(@Nullable Bundle bundle, Map<String, String> holders) {}

    /** Plans a bundle of the objects, all of them or none. */
    Plan plan(Collection<ObjectVersion> objects, BundleFormat format, Lease lease) {
        Instant now = clock.instant();
        List<ObjectVersion> sorted =
                objects.stream().sorted(Comparator.comparing(ObjectVersion::id)).toList();
        Bundle bundle = new Bundle(Bundle.idOf(sorted), now, format, lease.owner(), sorted, new Planned(lease), now, 1);
        Map<String, String> holders = leases.claim(
                bundle.id(),
                row(bundle),
                sorted.stream().map(ObjectVersion::id).toList(),
                Map.entry(STATE, new Empty().title()));
        return holders.isEmpty() ? new Plan(bundle, Map.of()) : new Plan(null, holders);
    }

    /** A bundle as it is now. */
    Optional<Bundle> find(String id) {
        return leases.group(id).map(BundleLedger::read);
    }

    /** Changes a bundle; empty when somebody else has changed it since it was seen. */
    Optional<Bundle> change(Bundle seen, BundleState next) {
        return change(seen, next, List.of());
    }

    /** Changes a bundle and strikes objects of it, which are free to be planned again. */
    Optional<Bundle> change(Bundle seen, BundleState next, Collection<ObjectVersion> struck) {
        // A lease that is prolonged is no news: the time since which the bundle stands there stays.
        Instant since = next.title().equals(seen.state().title()) ? seen.since() : clock.instant();
        return change(seen, next, struck, since);
    }

    /** Begins the delivery of a bundle anew, whatever it is now; empty when somebody else has changed it meanwhile. */
    Optional<Bundle> restart(Bundle seen, Pending next) {
        return change(seen, next, List.of(), clock.instant());
    }

    /** Notes a bundle that lies in the archive and whose row is gone; empty when there is one. */
    Optional<Bundle> restore(Bundle bundle) {
        return leases.restore(bundle.id(), row(bundle)).map(row -> bundle);
    }

    /** The bundle that holds an object, or shall hold it. */
    Optional<String> holder(String object) {
        return leases.holder(object);
    }

    private Optional<Bundle> change(Bundle seen, BundleState next, Collection<ObjectVersion> struck, Instant since) {
        Bundle left = seen.without(struck);
        Map<String, String> facts = facts(next, since);
        if (!struck.isEmpty()) {
            facts.put(OBJECTS, PlannedObjects.write(left.objects()));
        }
        Set<String> without = new HashSet<>(
                Set.of(OWNER, LEASE_UNTIL, ObjectLeases.OPEN, SHA256, BYTES, MEMBERS, ATTEMPTS, DELIVERED_AT));
        without.removeAll(facts.keySet());
        return leases.change(
                        new Group(seen.id(), seen.version(), Map.of()),
                        facts,
                        without,
                        struck.stream().map(ObjectVersion::id).toList())
                .map(changed -> left.in(next, since, changed.version()));
    }

    /** Notes that somebody has looked after a bundle just now; empty when it has changed meanwhile. */
    Optional<Bundle> touch(Bundle seen) {
        Instant now = clock.instant();
        return leases.change(
                        new Group(seen.id(), seen.version(), Map.of()),
                        Map.of(ObjectLeases.SINCE, stamp(now)),
                        Set.of(),
                        List.of())
                .map(changed -> seen.in(seen.state(), now, changed.version()));
    }

    /** Ids of bundles with work left to do that have stood where they are since before a time, the oldest first. */
    List<String> openSince(Instant before, int most) {
        return leases.open(OPEN, stamp(before), most);
    }

    private static Map<String, String> row(Bundle bundle) {
        Map<String, String> facts = facts(bundle.state(), bundle.since());
        facts.put(PLANNED_AT, bundle.plannedAt().toString());
        facts.put(FORMAT, bundle.format().toString());
        facts.put(RUN_ID, bundle.runId());
        facts.put(OBJECTS, PlannedObjects.write(bundle.objects()));
        return facts;
    }

    /** What a row says of a state, beside what never changes. */
    static Map<String, String> facts(BundleState state, Instant since) {
        Map<String, String> facts = new HashMap<>();
        facts.put(STATE, state.title());
        facts.put(ObjectLeases.SINCE, stamp(since));
        if (state.isOpen()) {
            facts.put(ObjectLeases.OPEN, OPEN);
        }
        if (state instanceof Leased leased) {
            facts.put(OWNER, leased.lease().owner());
            facts.put(LEASE_UNTIL, leased.lease().until().toString());
        }
        state.stored().ifPresent(archive -> {
            facts.put(SHA256, archive.sha256());
            facts.put(BYTES, Long.toString(archive.bytes()));
            facts.put(MEMBERS, Integer.toString(archive.members()));
        });
        attempts(state).ifPresent(attempts -> facts.put(ATTEMPTS, Integer.toString(attempts)));
        if (state instanceof Delivered delivered) {
            facts.put(DELIVERED_AT, delivered.at().toString());
        }
        return facts;
    }

    private static Optional<Integer> attempts(BundleState state) {
        if (state instanceof Pending pending) {
            return Optional.of(pending.attempts());
        } else if (state instanceof Delivering delivering) {
            return Optional.of(delivering.attempts());
        } else if (state instanceof Delivered delivered) {
            return Optional.of(delivered.attempts());
        }
        return state instanceof Parked parked ? Optional.of(parked.attempts()) : Optional.empty();
    }

    private static Bundle read(Group row) {
        Map<String, String> facts = row.facts();
        return new Bundle(
                row.id(),
                Instant.parse(facts.get(PLANNED_AT)),
                BundleFormat.of(facts.get(FORMAT)),
                facts.get(RUN_ID),
                PlannedObjects.read(facts.get(OBJECTS)),
                state(facts),
                Instant.parse(facts.get(ObjectLeases.SINCE)),
                row.version());
    }

    private static BundleState state(Map<String, String> facts) {
        int attempts = Integer.parseInt(facts.getOrDefault(ATTEMPTS, "0"));
        return switch (facts.get(STATE)) {
            case "PLANNED" -> new Planned(lease(facts));
            case "ARCHIVED" -> new Archived(archive(facts), lease(facts));
            case "PENDING" -> new Pending(archive(facts), attempts);
            case "DELIVERING" -> new Delivering(archive(facts), attempts, lease(facts));
            case "DELIVERED" -> new Delivered(archive(facts), attempts, Instant.parse(facts.get(DELIVERED_AT)));
            case "PARKED" -> new Parked(archive(facts), attempts);
            case "EMPTY" -> new Empty();
            default ->
                throw new IllegalStateException(
                        "a bundle's row has the state '" + facts.get(STATE) + "', which this version does not know");
        };
    }

    private static Lease lease(Map<String, String> facts) {
        return new Lease(facts.get(OWNER), Instant.parse(facts.get(LEASE_UNTIL)));
    }

    private static Archive archive(Map<String, String> facts) {
        return new Archive(facts.get(SHA256), Long.parseLong(facts.get(BYTES)), Integer.parseInt(facts.get(MEMBERS)));
    }

    /** All of one length, so that they sort as text. */
    private static String stamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
