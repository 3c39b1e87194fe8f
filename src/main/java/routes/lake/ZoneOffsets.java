package routes.lake;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** What offset a zone has at a local time. */
final class ZoneOffsets {
    private static final byte[] NONE = {};
    private static final byte[] UTC = {'Z'};

    private ZoneOffsets() {}

    /**
     * The offset of a time such as {@code 2024-02-29 12:34:56.789 Europe/Berlin}: {@code Z} or {@code +01:00}.
     *
     * @param start of the local time
     * @param space between it and the zone
     * @param end behind the zone
     * @return empty when there is no such zone, when clocks were put back at that time (it has been twice) or forward (it
     *     never was), or when the offset has seconds, which ISO 8601 cannot say
     */
    static byte[] of(byte[] bytes, int start, int space, int end) {
        int length = end - space - 1;
        if (length == 3 && bytes[space + 1] == 'U' && bytes[space + 2] == 'T' && bytes[space + 3] == 'C') {
            return UTC;
        }
        try {
            LocalDateTime local = LocalDateTime.parse(ascii(bytes, start, space).replace(' ', 'T'));
            List<ZoneOffset> offsets =
                    ZoneId.of(ascii(bytes, space + 1, end)).getRules().getValidOffsets(local);
            boolean exact = offsets.size() == 1 && offsets.get(0).getTotalSeconds() % 60 == 0;
            return exact ? offsets.get(0).getId().getBytes(StandardCharsets.US_ASCII) : NONE;
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
