package routes.observe.log;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A time as {@code 2026-11-19T01:00:00.123Z}, without the classes that java.time loads for its formatters. */
final class Timestamp {

    private Timestamp() {}

    static void append(long millis, StringBuilder out) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, ZoneOffset.UTC);
        digits(time.getYear(), 1000, out);
        digits(time.getMonthValue(), 10, out.append('-'));
        digits(time.getDayOfMonth(), 10, out.append('-'));
        digits(time.getHour(), 10, out.append('T'));
        digits(time.getMinute(), 10, out.append(':'));
        digits(time.getSecond(), 10, out.append(':'));
        digits(Math.floorMod(millis, 1000), 100, out.append('.'));
        out.append('Z');
    }

    private static void digits(int number, int highest, StringBuilder out) {
        for (int unit = highest; unit > 0; unit /= 10) {
            out.append((char) ('0' + number / unit % 10));
        }
    }
}
