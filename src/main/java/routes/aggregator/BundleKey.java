package routes.aggregator;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import routes.lake.BundleFormat;

/**
 * What the key of an archived bundle tells.
 *
 * @param id of the bundle
 * @param hour in which it was planned
 * @param format of its bytes
 */
record BundleKey(String id, Instant hour, BundleFormat format) {
    private static final Pattern KEY = Pattern.compile(
            Pattern.quote(Bundle.PREFIX) + "(\\d{4}/\\d\\d/\\d\\d/\\d\\d)/(bundle-[0-9a-f]{32})\\.([a-z.]+)");
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** Reads a key; empty when it is not that of a bundle, such as that of a manifest. */
    static Optional<BundleKey> parse(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant hour = LocalDateTime.parse(matcher.group(1), HOUR).toInstant(ZoneOffset.UTC);
            return Arrays.stream(BundleFormat.values())
                    .filter(format -> format.extension().equals(matcher.group(3)))
                    .findFirst()
                    .map(format -> new BundleKey(matcher.group(2), hour, format));
        } catch (DateTimeParseException e) {
            // There is no such hour.
            return Optional.empty();
        }
    }
}
