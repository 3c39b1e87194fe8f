package routes.ingest;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import routes.policy.Transient;

/**
 * Keeps this process within what each source allows: only so many pages at the same time, and their requests spaced
 * evenly, never in bursts.
 */
final class Pace {
    private final Map<String, RateLimiter> limiters = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    /**
     * Waits until one more page of the source may be worked on.
     *
     * @param atMost the time that there is
     * @return gives the place back
     * @throws Transient when none becomes free in that time
     */
    Runnable enter(Source source, Duration atMost) {
        Semaphore free = places.computeIfAbsent(source.name(), name -> new Semaphore(source.concurrency(), true));
        try {
            if (!free.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Transient(
                        "source " + source.name() + " is busy, no place within the time left", (Duration) null);
            }
            return free::release;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Transient("interrupted while waiting for a place", e);
        }
    }

    /**
     * Waits for this request's turn.
     *
     * @param atMost the time that there is
     * @throws Transient when its turn would come later
     */
    void await(Source source, Duration atMost) {
        RateLimiter limiter = limiters.computeIfAbsent(source.name(), name -> RateLimiter.of(name, config(source)));
        long nanos = limiter.reservePermission();
        if (nanos < 0 || nanos > atMost.toNanos()) {
            throw new Transient(
                    "source " + source.name() + " is at its rate, no turn within the time left", (Duration) null);
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Transient("interrupted while waiting for a turn", e);
        }
    }

    private static RateLimiterConfig config(Source source) {
        return RateLimiterConfig.custom()
                .limitForPeriod(1)
                .limitRefreshPeriod(source.rate().spacing())
                .timeoutDuration(Duration.ofHours(1))
                .build();
    }
}
