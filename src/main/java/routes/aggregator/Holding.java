package routes.aggregator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import routes.aggregator.BundleState.Archived;
import routes.aggregator.BundleState.Leased;
import routes.lake.ObjectVersion;
import routes.policy.Transient;

/** A bundle that this worker has the lease of. Every change asks whether it still has. */
final class Holding {
    private final BundleLedger ledger;
    private final Duration lease;
    private final Clock clock;
    private Bundle bundle;

    /** @param lease how long it holds from each renewal on */
    Holding(Bundle bundle, BundleLedger ledger, Duration lease, Clock clock) {
        this.bundle = bundle;
        this.ledger = ledger;
        this.lease = lease;
        this.clock = clock;
    }

    Bundle bundle() {
        return bundle;
    }

    /**
     * Prolongs the lease once a third of it has gone by; cheap enough to be called all the time.
     *
     * @throws Transient when somebody else has the bundle now
     */
    void keep() {
        Instant now = clock.instant();
        if (bundle.state() instanceof Leased leased
                && now.isAfter(
                        leased.lease().until().minus(lease.multipliedBy(2).dividedBy(3)))) {
            become(leased.leased(leased.lease().until(now.plus(lease))));
        }
    }

    /** Changes the bundle; {@link Transient} when somebody else has it now. */
    void become(BundleState next) {
        become(next, List.of());
    }

    /** Changes the bundle and lets objects of it go. */
    void become(BundleState next, Collection<ObjectVersion> released) {
        bundle = ledger.change(bundle, next, released)
                .orElseThrow(() -> new Transient(bundle.id() + " was taken over by somebody else", (Duration) null));
    }

    /**
     * Notes that the delivery message of the archived bundle is on its way. A deliverer may have been faster and taken
     * the bundle already: then it is as well.
     */
    void told() {
        Archived archived = (Archived) bundle.state();
        bundle = ledger.change(bundle, archived.told())
                .or(() -> ledger.find(bundle.id()).filter(Holding::isBeyondUs))
                .orElseThrow(() -> new Transient(bundle.id() + " was taken over by somebody else", (Duration) null));
    }

    private static boolean isBeyondUs(Bundle now) {
        return now.state() instanceof BundleState.Stored && !(now.state() instanceof Archived);
    }

    /** Ends the lease, so that the next who meets one of its objects need not wait for it. */
    void letGo() {
        if (bundle.state() instanceof Leased leased) {
            become(leased.leased(leased.lease().until(clock.instant())));
        }
    }
}
