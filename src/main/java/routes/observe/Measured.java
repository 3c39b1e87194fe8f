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

    static double value(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value of " + name + " is " + value + ", expected a finite number");
        }
        return value;
    }

    static String namespace(String namespace) {
        if (!namespace.matches("[A-Za-z0-9.\\-_/#:]{1,255}")) {
            throw new IllegalArgumentException(
                    "namespace is '" + namespace + "', expected letters, digits and . - _ / # :, 255 at most");
        }
        return namespace;
    }

    static Duration duration(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time of " + name + " is " + duration + ", expected 0 or more");
        }
        return duration;
    }
}
