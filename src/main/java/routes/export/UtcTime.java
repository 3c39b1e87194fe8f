package routes.export;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as callers write them, in UTC: that is Athena's zone, in which it compares a timestamp that has a zone
 * with one that has none.
 */
final class UtcTime {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})"
            + "(?:[ T](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?) ?(Z|UTC|[+-]\\d{2}:\\d{2})?)?");
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

    private UtcTime() {}

    /** {@code 2026-02-28}; empty for any other form, and for days that no calendar has. */
    static Optional<LocalDate> date(String text) {
        return DATE.matcher(text).matches() ? day(text) : Optional.empty();
    }

    /** {@code 2026-02-28T12:00:00.5+01:00}, with a space for the T, or shorter from the right; at most microseconds. */
    static Optional<LocalDateTime> time(String text) {
        Matcher parts = TIME.matcher(text);
        return parts.matches()
                ? day(parts.group(1)).flatMap(day -> at(day, parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(day -> !day.isBefore(FIRST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> at(LocalDate day, @Nullable String time, @Nullable String zone) {
        try {
            LocalDateTime local = time == null ? day.atStartOfDay() : day.atTime(LocalTime.parse(time));
            ZoneOffset offset = zone == null || zone.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zone);
            return Optional.of(local.minusSeconds(offset.getTotalSeconds()))
                    .filter(utc -> utc.getYear() >= FIRST.getYear() && utc.getYear() <= 9999);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
