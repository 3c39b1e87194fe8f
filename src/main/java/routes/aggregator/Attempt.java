package routes.aggregator;

import org.jspecify.annotations.Nullable;
import routes.aggregator.BundleState.Delivering;
import routes.aws.Permit;

/**
 * A bundle that may be sent now, by us alone.
 *
 * @param holding of the bundle, which is DELIVERING
 * @param permit of the circuit; null when it cannot be read and the process decides for itself
 */
record Attempt(Holding holding, @Nullable Permit permit) {
    Bundle bundle() {
        return holding.bundle();
    }

    Archive archive() {
        return delivering().archive();
    }

    Delivering delivering() {
        return (Delivering) holding.bundle().state();
    }

    /** It is sent to learn how NiFi is. */
    boolean isProbe() {
        return permit != null && permit.probe();
    }

    /** Whether the fleet's circuit could be asked. */
    boolean isShared() {
        return permit != null;
    }
}
