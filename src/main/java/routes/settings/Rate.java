package routes.settings;

import java.time.Duration;
import java.util.Locale;

/**
 * How often something may happen, spaced evenly.
 *
 * @param count how many
 * @param period in which time
 */
public record Rate(int count, Duration period) {

    public Rate {
        if (count < 1 || period.dividedBy(count).compareTo(Duration.ofNanos(1)) < 0) {
            throw new IllegalArgumentException(
                    "rate is " + count + " in " + period + ", expected at least 1 in a time and 1 ns between two");
        }
    }

    /** Reads {@code 20/s}, {@code 30/m} or {@code 100/h}. */
    static Rate parse(String text) {
        String[] parts = text.trim().toLowerCase(Locale.ROOT).split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("no rate");
        }
        Duration period =
                switch (parts[1].trim()) {
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> throw new IllegalArgumentException("no rate");
                };
        return new Rate(Integer.parseInt(parts[0].trim()), period);
    }

    /** The time between two of them. */
    public Duration spacing() {
        return period.dividedBy(count);
    }
}
