package routes.runtime.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Some hours, UTC.
 *
 * @param first the beginning of the first
 * @param last the beginning of the last
 */
record HourSpan(Instant first, Instant last) {
    private static final Pattern HOUR = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d");

    /**
     * A day ({@code 2026-11-19}) is all of its hours, an hour ({@code 2026-11-19T07}) itself, a time
     * ({@code 2026-11-19T07:30:00Z}) the hour that it lies in.
     *
     * @throws DateTimeParseException for another text
     */
    static HourSpan parse(String text) {
        if (!text.contains("T")) {
            Instant midnight =
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            return new HourSpan(midnight, midnight.plus(Duration.ofHours(23)));
        }
        String time = HOUR.matcher(text).matches() ? text + ":00:00Z" : text;
        Instant hour = OffsetDateTime.parse(time).toInstant().truncatedTo(ChronoUnit.HOURS);
        return new HourSpan(hour, hour);
    }
}
