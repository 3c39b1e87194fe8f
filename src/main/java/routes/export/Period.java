package routes.export;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A span of time: its beginning belongs to it, its end does not.
 *
 * @param from whole milliseconds, which is what a timestamp of Athena holds
 * @param to likewise, after {@code from}
 */
record Period(Instant from, Instant to) {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    Period {
        if (!from.isBefore(to) || from.isBefore(FIRST) || to.isAfter(LAST)) {
            throw new IllegalArgumentException(
                    "period is " + from + " to " + to + ", expected from before to, within the years 1970 to 9999");
        }
        if (!isWhole(from) || !isWhole(to)) {
            throw new IllegalArgumentException("period is " + from + " to " + to + ", expected whole milliseconds");
        }
    }

    private static boolean isWhole(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).equals(time);
    }
}
