package routes.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * By what a circuit opens, and when it is tried again.
 *
 * @param trip when it opens
 * @param cooldown how long it stays open the first time; doubles with every probe that fails
 * @param longestCooldown where the doubling ends, at most {@link #LONGEST}
 * @param lease how long a probe belongs to its holder; longer than the longest call of the service
 */
public record CircuitRules(TripRule trip, Duration cooldown, Duration longestCooldown, Duration lease) {
    /** No cool-down and no wish of a service is followed longer: no message can be hidden longer on its queue. */
    public static final Duration LONGEST = Duration.ofHours(12);

    /**
     * How far the clocks of two hosts may differ: a lease is taken over only when it has been over for this time, so a
     * host whose clock is ahead does not probe beside the holder. An open circuit is probed by so much too early or too
     * late, which harms nobody.
     */
    public static final Duration SKEW = Duration.ofSeconds(5);

    public CircuitRules {
        if (cooldown.isNegative()
                || cooldown.isZero()
                || longestCooldown.compareTo(cooldown) < 0
                || longestCooldown.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("cool-down is " + cooldown + " up to " + longestCooldown
                    + ", expected a time, and a cap not below it and not above " + LONGEST);
        }
        if (lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("lease of a probe is " + lease + ", expected a time");
        }
    }

    /** Until when nobody calls after so many trips in a row (from 1), with regard to what the service asked for. */
    Instant openUntil(int trips, Instant now, Instant notBefore) {
        // Even the longest cool-down, doubled forty times, fits a Duration.
        Duration doubled = cooldown.multipliedBy(1L << Math.min(trips - 1, 40));
        Instant cooled = now.plus(doubled.compareTo(longestCooldown) < 0 ? doubled : longestCooldown);
        return cooled.isBefore(notBefore) ? notBefore : cooled;
    }

    /** The later of what was asked for before and what is asked for now, which counts for {@link #LONGEST} at most. */
    static Instant notBefore(Instant earlierWish, Optional<Duration> wish, Instant now) {
        Instant wished = wish.map(time -> now.plus(time.compareTo(LONGEST) < 0 ? time : LONGEST))
                .orElse(earlierWish);
        return wished.isBefore(earlierWish) ? earlierWish : wished;
    }
}
