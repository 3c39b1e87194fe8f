package routes.aggregator;

import java.time.Instant;

/**
 * The right to work on a bundle, until a time.
 *
 * @param owner run id of the batch or the delivery that has it
 * @param until when it ends by itself
 */
record Lease(String owner, Instant until) {

    Lease {
        if (owner.isBlank()) {
            throw new IllegalArgumentException("owner of a lease is '" + owner + "', expected a run id");
        }
    }

    /** Somebody else may take over. */
    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    Lease until(Instant later) {
        return new Lease(owner, later);
    }
}
