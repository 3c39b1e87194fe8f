package routes.policy;

import java.util.Locale;

/** The kinds of failure, as they stand in {@code error_kind} of a parked message and in metrics. */
public enum FailureKind {
    /** May succeed later: retried with back-off, then left on the queue, parked on its last receive. */
    TRANSIENT,
    /** Will never succeed as it is: parked at once. */
    POISON,
    /** The other end is down as a whole: left on the queue while consumption pauses. */
    OUTAGE,
    /** Our own mistake: loud, no retry in the process. */
    BUG;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
