package routes.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long to wait between tries within one receive: exponential with full jitter.
 *
 * @param attempts tries at most, the first included
 * @param first upper bound of the first wait; doubles with each try
 * @param cap no wait in the process is longer; a longer wish of the other end is left to the queue
 */
public record Backoff(int attempts, Duration first, Duration cap) {

    public Backoff {
        if (attempts < 1 || first.isNegative() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off is " + attempts + " tries, " + first + " up to " + cap
                    + ", expected at least one try and a cap not below the first wait");
        }
    }

    /** The wait after the given failed try (from 1): anywhere between nothing and the doubled bound. */
    public Duration delay(int failedTry, RandomGenerator random) {
        long bound = Math.min(cap.toMillis(), first.toMillis() << Math.min(failedTry - 1, 20));
        return Duration.ofMillis(bound == 0 ? 0 : random.nextLong(bound + 1));
    }
}
