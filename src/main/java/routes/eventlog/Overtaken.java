package routes.eventlog;

import java.time.Duration;
import routes.policy.Transient;

/** Somebody else is at the same checkpoint, or was: it is read and merged again. */
final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken(String reason) {
        super(reason, new Transient(reason, (Duration) null));
    }
}
