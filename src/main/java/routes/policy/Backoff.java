package routes.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how long to wait between tries within one receive: exponential with jitter.
 *
 * @param attempts tries at most, the first included
 * @param least no wait is shorter; nothing: full jitter
 * @param first upper bound of the first wait; doubles with each try
 * @param cap no wait of our own is longer
 * @param patience no wait that the other end wishes for is longer; a longer one is left to the queue
 */
public record Backoff(int attempts, Duration least, Duration first, Duration cap, Duration patience) {

    public Backoff {
        if (attempts < 1 || least.isNegative() || first.compareTo(least) < 0 || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off is " + attempts + " tries, " + first + " up to " + cap
                    + ", expected at least one try and a cap not below the first wait");
        }
    }

    /** With full jitter, and no more patience than for a wait of our own. */
    public Backoff(int attempts, Duration first, Duration cap) {
        this(attempts, Duration.ZERO, first, cap, cap);
    }

    /** The wait after the given failed try (from 1): anywhere between the least and the doubled bound. */
    public Duration delay(int failedTry, RandomGenerator random) {
        long bound = Math.min(cap.toMillis(), first.toMillis() << Math.min(failedTry - 1, 20));
        long room = bound - least.toMillis();
        return least.plusMillis(room == 0 ? 0 : random.nextLong(room + 1));
    }
}
