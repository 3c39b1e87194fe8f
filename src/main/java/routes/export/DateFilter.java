package routes.export;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which rows by their date, in the words of an event. Days are UTC's. */
enum DateFilter {
    /** The whole day of the event. */
    TODAY,
    /** The whole day before it. */
    YESTERDAY,
    /** The seven days up to the event's time, to the millisecond. */
    LAST_WEEK;

    /** What an event calls them, for a refusal. */
    static final String WORDS = "today, yesterday or last_week";

    private static final Duration DAY = Duration.ofDays(1);

    /** The filter that an event calls so; nothing for any other word, and for other letters. */
    static Optional<DateFilter> named(String word) {
        return Arrays.stream(values())
                .filter(filter -> filter.word().equals(word))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means for an event: always the same, however late somebody asks. */
    Period period(Instant eventTime) {
        Instant day = eventTime.truncatedTo(ChronoUnit.DAYS);
        Instant end = eventTime.truncatedTo(ChronoUnit.MILLIS);
        return switch (this) {
            case TODAY -> new Period(day, day.plus(DAY));
            case YESTERDAY -> new Period(day.minus(DAY), day);
            case LAST_WEEK -> new Period(end.minus(DAY.multipliedBy(7)), end);
        };
    }
}
