package routes.eventlog;

import java.util.Map;

/** Not all events that there are have come into their checkpoints; those that have are safe. It must be asked for again. */
public final class EventsMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> result;

    EventsMissing(SweepResult result) {
        super("events are missing: " + result.missing());
        this.result = result.asMap();
    }

    /** What was done, and what was not. */
    public Map<String, Object> result() {
        return result;
    }
}
