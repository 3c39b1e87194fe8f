package infra.environment;

import java.time.Duration;

/**
 * What clocks start.
 *
 * @param on whether they do
 * @param sweepEvery how often the aggregator looks for bundles that stand still
 * @param retries of an event that its function could not be given
 * @param age of an event that is given up
 */
public record Schedules(boolean on, Duration sweepEvery, int retries, Duration age) {
    public Schedules {
        if (retries < 0 || retries > 185) {
            throw new IllegalArgumentException("retries are " + retries + ", expected 0 to 185");
        }
        if (age.toSeconds() < 60 || age.toSeconds() > 86_400) {
            throw new IllegalArgumentException("age of an event is " + age + ", expected 1 minute to 1 day");
        }
        if (sweepEvery.toMinutes() < 2 || sweepEvery.toSecondsPart() != 0) {
            throw new IllegalArgumentException("sweep is every " + sweepEvery + ", expected whole minutes, 2 at least");
        }
    }

    /** As the source documents have it. */
    public static Schedules usual() {
        return new Schedules(true, Duration.ofMinutes(5), 3, Duration.ofHours(1));
    }

    public Schedules off() {
        return new Schedules(false, sweepEvery, retries, age);
    }
}
