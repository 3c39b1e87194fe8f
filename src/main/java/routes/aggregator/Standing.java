package routes.aggregator;

import java.time.Duration;
import java.util.Optional;
import routes.policy.FailureKind;

/** What became of one object of a batch. */
sealed interface Standing {

    /** Its event may be acknowledged. */
    record Settled() implements Standing {}

    /**
     * It can never be bundled.
     *
     * @param reason one line
     */
    record Refused(String reason) implements Standing {}

    /**
     * Its event has to come again.
     *
     * @param kind anything but poison
     * @param reason one line
     * @param after not before this time has gone by; empty: by the number of its receives
     */
    record Waiting(FailureKind kind, String reason, Optional<Duration> after) implements Standing {
        public Waiting {
            if (kind == FailureKind.POISON) {
                throw new IllegalArgumentException("kind is poison, expected one that may pass: " + reason);
            }
        }
    }
}
