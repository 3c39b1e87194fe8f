package routes.policy;

import java.time.Duration;
import java.util.Optional;

/** What became of one message. A door acknowledges {@link Done} and {@link Parked} and nothing else. */
public sealed interface Outcome {

    /** Its effect is durable. */
    record Done() implements Outcome {}

    /**
     * It will never succeed and lies on the dead-letter queue with its reason.
     *
     * @param kind why
     * @param reason one line, without contents of the message
     */
    record Parked(FailureKind kind, String reason) implements Outcome {}

    /**
     * It stays on its queue.
     *
     * @param kind why
     * @param reason one line
     * @param after not before this time has gone by; empty: when its visibility time-out ends
     */
    record Retry(FailureKind kind, String reason, Optional<Duration> after) implements Outcome {}

    /** The message may be deleted from its queue. */
    default boolean acknowledged() {
        return !(this instanceof Retry);
    }

    /** What kept it from being done. */
    default Optional<FailureKind> failure() {
        if (this instanceof Parked parked) {
            return Optional.of(parked.kind());
        }
        return this instanceof Retry retry ? Optional.of(retry.kind()) : Optional.empty();
    }
}
