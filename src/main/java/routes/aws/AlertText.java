package routes.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What SNS takes of an alert: a subject of one line of ASCII, and a JSON object of limited size. */
final class AlertText {
    /** SNS takes fewer than a hundred characters. */
    static final int LONGEST_SUBJECT = 99;

    /** SNS takes 256 KiB; the rest is for whatever it counts beside the body. */
    static final int LARGEST_BODY = 255 * 1024;

    private static final int MOST_ENTRIES = 4096;
    private static final int CHARACTERS_PER_ENTRY = 64;
    private static final int LONGEST_NAME = 1000;
    private static final int MOST_NOTED = 20;

    private final int most;
    private final long longest;
    private final TreeSet<String> cut = new TreeSet<>();

    private AlertText(int most, long longest) {
        this.most = most;
        this.longest = longest;
    }

    /** Accents are dropped, other characters that are no ASCII become question marks, white space becomes spaces. */
    static String subject(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
        String line = plain.replaceAll("[\\s\\p{Z}\\p{C}&&[^\\p{Cs}]]", " ")
                .replaceAll("[^ -~]", "?")
                .trim();
        if (line.isEmpty()) {
            return "Alert";
        }
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 3) + "...";
    }

    /**
     * The body as JSON. One that is too large has its lists, maps and texts cut, all to the same length, and says so under
     * {@code note}.
     */
    static String body(Alerts.Alert alert, long suppressed, Instant now) {
        String whole = new AlertText(Integer.MAX_VALUE, Long.MAX_VALUE).written(alert, suppressed, now);
        for (int most = MOST_ENTRIES; tooLarge(whole) && most > 0; most /= 2) {
            whole = new AlertText(most, (long) most * CHARACTERS_PER_ENTRY).written(alert, suppressed, now);
        }
        return whole;
    }

    private static boolean tooLarge(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length > LARGEST_BODY;
    }

    private String written(Alerts.Alert alert, long suppressed, Instant now) {
        Map<String, @Nullable Object> body = entries("", alert.body());
        body.putIfAbsent("cause", alert.cause());
        body.putIfAbsent("raised_at", now.toString());
        body.put("suppressed", suppressed);
        if (!cut.isEmpty()) {
            body.put(
                    "note",
                    "cut to fit: at most " + most + " entries, texts " + longest + " characters; of "
                            + String.join(", ", cut.stream().limit(MOST_NOTED).toList()));
        }
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Object shaped(String path, @Nullable Object value) {
        if (value instanceof Optional<?> maybe) {
            return shaped(path, maybe.orElse(null));
        } else if (value instanceof Map<?, ?> map) {
            return entries(path, map);
        } else if (value instanceof Collection<?> list) {
            return list(path, list);
        } else if (value == null || value instanceof Boolean || isNumber(value)) {
            return value;
        }
        return text(path, String.valueOf(value), longest);
    }

    private Map<String, @Nullable Object> entries(String path, Map<?, ?> map) {
        Map<String, @Nullable Object> some = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (some.size() == most) {
                cut.add(path.isEmpty() ? "the body" : path);
                break;
            }
            String name = text(path + " (a name)", String.valueOf(entry.getKey()), Math.min(longest, LONGEST_NAME));
            some.put(name, shaped(path.isEmpty() ? name : path + "." + name, entry.getValue()));
        }
        return some;
    }

    private List<@Nullable Object> list(String path, Collection<?> all) {
        List<@Nullable Object> some = new ArrayList<>();
        for (Object one : all) {
            if (some.size() == most) {
                cut.add(path + " of " + all.size());
                break;
            }
            some.add(shaped(path + "[]", one));
        }
        return some;
    }

    private String text(String path, String value, long longest) {
        if (value.length() <= longest) {
            return value;
        }
        cut.add(path.trim());
        int end = (int) longest;
        // A character beyond U+FFFF is two chars: half of it is none.
        return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** Those that JSON has: it knows no infinite number, and none that is none. */
    private static boolean isNumber(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue());
        }
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigDecimal
                || value instanceof BigInteger;
    }
}
