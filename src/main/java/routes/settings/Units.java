package routes.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads quantities with their units: durations such as {@code 500ms} or {@code 5m}, sizes such as {@code 100MiB}. */
public final class Units {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]{1,3})");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZES =
            Map.of("b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40);

    private Units() {}

    /** A duration; {@link IllegalArgumentException} for a text that is none. */
    public static Duration duration(String text) {
        Matcher quantity = quantity(text);
        Duration unit = TIMES.get(quantity.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException("no unit of time");
        }
        return unit.multipliedBy(Long.parseLong(quantity.group(1)));
    }

    /** A number of bytes; {@link IllegalArgumentException} for a text that is none. */
    public static long size(String text) {
        Matcher quantity = quantity(text);
        Long unit = SIZES.get(quantity.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException("no unit of size");
        }
        return Math.multiplyExact(unit, Long.parseLong(quantity.group(1)));
    }

    private static Matcher quantity(String text) {
        Matcher matcher = QUANTITY.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no number with a unit");
        }
        return matcher;
    }
}
