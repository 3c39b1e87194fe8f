package routes.aggregator;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import routes.policy.FailureKind;
import routes.policy.Outcome;

/** How long a delivery waits on its queue before it comes again, with jitter: not everybody comes at once. */
final class DeliveryWaits {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Duration first;
    private final RandomGenerator random;

    /** @param first before a message comes again for the first time */
    DeliveryWaits(Duration first, RandomGenerator random) {
        this.first = first;
        this.random = random;
    }

    /** Not before the circuit lets somebody try, and a little later. */
    Outcome paused(Duration after) {
        Duration jitter = Duration.ofMillis(random.nextLong(1, Math.max(2, after.toMillis() / 10)));
        return again(FailureKind.OUTAGE, "NiFi is down, deliveries are paused", after.plus(jitter));
    }

    static Outcome again(FailureKind kind, String reason, Duration after) {
        return new Outcome.Retry(kind, reason, Optional.of(after));
    }

    /** Doubles with each attempt; half of that at least. */
    Duration after(int attempts) {
        Duration bound = first.multipliedBy(1L << Math.min(attempts - 1, 10));
        long millis = Math.min(bound.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
    }
}
