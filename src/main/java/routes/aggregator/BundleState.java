package routes.aggregator;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a bundle stands, and where it can go from there:
 *
 * <pre>
 * Planned -> Archived -> Pending -> Delivering -> Delivered
 *    |                      ^  ^        |
 *    v                      |  +--------+  an attempt failed
 *  Empty                    |           v
 *                           +------- Parked   given up; delivered again when its message is replayed
 * </pre>
 */
sealed interface BundleState {

    /** Its objects are claimed; whoever has the lease makes it. */
    record Planned(Lease lease) implements BundleState, Leased {
        Archived archived(Archive archive) {
            return new Archived(archive, lease);
        }

        @Override
        public Planned leased(Lease other) {
            return new Planned(other);
        }
    }

    /** It lies in the archive; nobody has been told. */
    record Archived(Archive archive, Lease lease) implements BundleState, Leased, Stored {
        Pending told() {
            return new Pending(archive, 0);
        }

        Delivering delivering(Lease deliverer) {
            return new Delivering(archive, 1, deliverer);
        }

        @Override
        public Archived leased(Lease other) {
            return new Archived(archive, other);
        }
    }

    /** Its delivery message is on its way. From here on its objects are done. */
    record Pending(Archive archive, int attempts) implements BundleState, Stored {
        Delivering delivering(Lease lease) {
            return new Delivering(archive, attempts + 1, lease);
        }
    }

    /** Whoever has the lease sends it; {@code attempts} counts this one. */
    record Delivering(Archive archive, int attempts, Lease lease) implements BundleState, Leased, Stored {
        Delivered delivered(Instant at) {
            return new Delivered(archive, attempts, at);
        }

        /** It was not sent, or NiFi did not take it. */
        Pending failed() {
            return new Pending(archive, attempts);
        }

        Parked parked() {
            return new Parked(archive, attempts);
        }

        /** Nothing was sent: it does not count. */
        Pending unsent() {
            return new Pending(archive, attempts - 1);
        }

        /** Whoever had the lease is gone; what he sent, nobody knows. */
        Delivering takenOver(Lease other) {
            return new Delivering(archive, attempts + 1, other);
        }

        @Override
        public Delivering leased(Lease other) {
            return new Delivering(archive, attempts, other);
        }
    }

    /** NiFi has it. */
    record Delivered(Archive archive, int attempts, Instant at) implements BundleState, Stored {}

    /** Its delivery message lies on the dead-letter queue. */
    record Parked(Archive archive, int attempts) implements BundleState, Stored {}

    /** None of its objects could ever be read: there is nothing to archive. */
    record Empty() implements BundleState {}

    /** A state in which somebody works on the bundle. */
    interface Leased {
        Lease lease();

        /** The same under another lease. */
        BundleState leased(Lease other);
    }

    /** A state in which the bundle lies in the archive. */
    interface Stored {
        Archive archive();

        /** Somebody wants it sent once more; what was tried before does not count. */
        default Pending again() {
            return new Pending(archive(), 0);
        }
    }

    /** As it stands in the table. */
    default String title() {
        return getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /** Work is left to do, and nobody else will remind of it. */
    default boolean isOpen() {
        return !(this instanceof Delivered || this instanceof Parked || this instanceof Empty);
    }

    /** What lies in the archive, once something does. */
    default Optional<Archive> stored() {
        return this instanceof Stored stored ? Optional.of(stored.archive()) : Optional.empty();
    }
}
