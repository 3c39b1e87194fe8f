package routes.policy;

import java.time.Duration;

/** The other end is down as a whole: what was to be sent to it stays where it is. */
public final class Outage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Duration after;

    /** @param after not before this time has gone by it makes sense to ask again */
    public Outage(String reason, Duration after) {
        super(reason);
        this.after = after;
    }

    public Duration after() {
        return after;
    }
}
