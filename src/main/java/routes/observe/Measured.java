package routes.observe;

import java.time.Duration;

/** What every meter refuses. */
final class Measured {

    private Measured() {}

    static long amount(String name, long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("count of " + name + " is " + amount + ", expected 0 or more");
        }
        return amount;
    }

    static Duration duration(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time of " + name + " is " + duration + ", expected 0 or more");
        }
        return duration;
    }
}
