package routes.eventlog;

import java.util.OptionalLong;

/**
 * A point in time as event files write it: ISO 8601 with a date, a time of at least hours and minutes, up to nine digits of
 * a second, and an offset; without an offset it is UTC. Kept in microseconds; what is finer is cut off.
 */
final class Timestamp {
    private static final long MICROS = 1_000_000;
    private static final int DATE = 10;
    private static final int MINUTE = 16;
    private static final int SECOND = 19;
    private static final int MOST_OFFSET = 18 * 3600;

    private Timestamp() {}

    /** Microseconds since 1970-01-01T00:00Z; empty for what is no such text. */
    static OptionalLong micros(String text) {
        int length = text.length();
        if (length < MINUTE || (text.charAt(DATE) != 'T' && text.charAt(DATE) != ' ') || text.charAt(13) != ':') {
            return OptionalLong.empty();
        }
        OptionalLong day = EventFields.day(text);
        int hour = EventFields.digits(text, 11, 13);
        int minute = EventFields.digits(text, 14, MINUTE);
        int second = 0;
        int micro = 0;
        int at = MINUTE;
        if (length > at && text.charAt(at) == ':') {
            second = length < SECOND ? -1 : EventFields.digits(text, at + 1, SECOND);
            at = SECOND;
            if (length > at && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
                int end = behindDigits(text, at + 1);
                micro = fraction(text, at + 1, end);
                at = end;
            }
        }
        if (day.isEmpty()
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || micro < 0) {
            return OptionalLong.empty();
        }
        OptionalLong offset = offset(text, at);
        if (offset.isEmpty()) {
            return OptionalLong.empty();
        }
        long seconds = day.getAsLong() * 86_400 + hour * 3600L + minute * 60L + second - offset.getAsLong();
        return OptionalLong.of(seconds * MICROS + micro);
    }

    private static int behindDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Microseconds; -1 for no digit or more than nine. */
    private static int fraction(String text, int from, int to) {
        if (to == from || to - from > 9) {
            return -1;
        }
        int micro = 0;
        for (int i = from; i < from + 6; i++) {
            micro = micro * 10 + (i < to ? text.charAt(i) - '0' : 0);
        }
        return micro;
    }

    /** Seconds east of UTC: nothing, Z, ±HH, ±HHMM or ±HH:MM. */
    private static OptionalLong offset(String text, int at) {
        int left = text.length() - at;
        if (left == 0 || left == 1 && text.charAt(at) == 'Z') {
            return OptionalLong.of(0);
        }
        char sign = text.charAt(at);
        boolean colon = left == 6 && text.charAt(at + 3) == ':';
        if (sign != '+' && sign != '-' || left != 3 && left != 5 && !colon) {
            return OptionalLong.empty();
        }
        int hours = EventFields.digits(text, at + 1, at + 3);
        int minutes = left == 3 ? 0 : EventFields.digits(text, text.length() - 2, text.length());
        int seconds = hours * 3600 + minutes * 60;
        if (hours < 0 || minutes < 0 || minutes > 59 || seconds > MOST_OFFSET) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(sign == '-' ? -seconds : seconds);
    }
}
