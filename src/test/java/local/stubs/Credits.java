package local.stubs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

/** What callers may still spend until the renewal at the end of the day (UTC), and what they have spent in all. */
final class Credits {
    /** Each has an account of its own. */
    enum Caller {
        ANONYMOUS(400),
        CLIENT(4_000);

        private final int daily;

        Caller(int daily) {
            this.daily = daily;
        }
    }

    private final Map<Caller, Integer> left = new EnumMap<>(Caller.class);
    private Instant renewal = Instant.MIN;
    private boolean limited;
    private long used;

    /** Spends it all, or nothing if that is too much; the unlimited spend without having less. */
    synchronized boolean spend(Caller caller, int cost, Instant now) {
        int before = left(caller, now);
        if (limited && before < cost) {
            return false;
        }
        if (limited) {
            left.put(caller, before - cost);
        }
        used += cost;
        return true;
    }

    synchronized int left(Caller caller, Instant now) {
        if (!now.isBefore(renewal)) {
            left.clear();
            renewal = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        }
        return limited ? left.getOrDefault(caller, caller.daily) : caller.daily;
    }

    /** Whole seconds, after which there are credits again. */
    synchronized long secondsToRenewal(Instant now) {
        return Duration.between(now, renewal).plusNanos(999_999_999).toSeconds();
    }

    synchronized long used() {
        return used;
    }

    synchronized void unlimited() {
        limited = false;
    }

    /** From now on, as OpenSky has it: so many a day, and all of today's. */
    synchronized void daily() {
        limited = true;
        left.clear();
    }

    synchronized void leave(int credits, Instant now) {
        limited = true;
        for (Caller caller : Caller.values()) {
            left(caller, now);
            left.put(caller, credits);
        }
    }

    synchronized void renewIn(Duration wait, Instant now) {
        if (wait.isNegative() || wait.isZero()) {
            throw new IllegalArgumentException("renewal: " + wait.toSeconds() + " is not at least 1");
        }
        renewal = now.plus(wait);
    }
}
