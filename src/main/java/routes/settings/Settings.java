package routes.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration of one run. A reader asks for each key with its expectation; what does not meet it is collected,
 * and {@link #check()} throws once, naming every fault. Until then a faulty key reads as a harmless stand-in, so that
 * reading goes on and finds the other faults.
 */
public final class Settings {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern SECRET_KEY = Pattern.compile(".*(password|token|credential|api-?key).*");

    private final Map<String, String> values;
    private final Set<String> faults = new TreeSet<>();
    private final Set<String> faultyKeys = new HashSet<>();

    /** Values by key, later sources already merged over earlier ones: see {@link SettingsSources}. */
    public Settings(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** All values as they will be seen by routes' placeholders. */
    public Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** Any text that is not blank. */
    public String text(String key) {
        return read(key, "a text", "missing", text -> text);
    }

    /** A text, or nothing where the key is absent or empty. */
    public Optional<String> optionalText(String key) {
        return Optional.ofNullable(values.get(key)).map(String::trim).filter(text -> !text.isEmpty());
    }

    /** A name of lower-case letters, digits and dashes. */
    public String name(String key) {
        return read(key, "lower-case letters, digits and dashes, at most 63", "missing", Settings::checkedName);
    }

    /** Names separated by commas, at least one, none twice. */
    public List<String> names(String key) {
        return read(key, "names of lower-case letters, digits and dashes, separated by commas", List.of(), text -> {
            List<String> names = new ArrayList<>();
            for (String name : text.split(",")) {
                if (names.contains(checkedName(name.trim()))) {
                    throw new IllegalArgumentException("twice");
                }
                names.add(name.trim());
            }
            return List.copyOf(names);
        });
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(String key, int least, int most) {
        return read(key, "a whole number from " + least + " to " + most, least, text -> {
            int number = Integer.parseInt(text);
            return within(number, number >= least && number <= most);
        });
    }

    /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2d}, from {@code least} to {@code most}. */
    public Duration duration(String key, Duration least, Duration most) {
        String expected = "a duration such as 500ms, 30s, 5m or 2d, from " + least + " to " + most;
        return read(key, expected, least, text -> {
            Duration duration = Units.duration(text);
            return within(duration, duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0);
        });
    }

    /** A size in bytes, written such as {@code 64KiB} or {@code 100MiB}, from {@code least} to {@code most} bytes. */
    public long size(String key, long least, long most) {
        String expected = "a size such as 64KiB or 100MiB, from " + least + " to " + most + " bytes";
        return read(key, expected, least, text -> {
            long size = Units.size(text);
            return within(size, size >= least && size <= most);
        });
    }

    /** A rate such as {@code 20/s}. */
    public Rate rate(String key) {
        return read(key, "a rate such as 20/s, 30/m or 100/h", new Rate(1, Duration.ofSeconds(1)), Rate::parse);
    }

    /** An absolute http or https address without user, query or fragment. */
    public URI url(String key) {
        return read(
                key,
                "an absolute http or https URL without user, query and fragment",
                URI.create("http://missing"),
                Settings::checkedUrl);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key) {
        return read(key, "true or false", false, text -> {
            within(text, text.equals("true") || text.equals("false"));
            return Boolean.valueOf(text);
        });
    }

    /** One of some words. */
    public String oneOf(String key, String... words) {
        return read(
                key,
                "one of " + String.join(", ", words),
                words[0],
                text -> within(text, List.of(words).contains(text)));
    }

    /** Anything that {@code parse} accepts: it rejects by an {@link IllegalArgumentException}. */
    public <T> T as(String key, String expected, T standIn, Function<String, T> parse) {
        return read(key, expected, standIn, parse);
    }

    /** Whether keys that were read were right: a stand-in is not worth comparing with anything. */
    public boolean areRight(String... keys) {
        return Stream.of(keys).noneMatch(faultyKeys::contains);
    }

    /** Adds a fault that concerns several keys at once. */
    public void fault(String fault) {
        faults.add(fault);
    }

    /** Throws when anything was wrong, naming it all. */
    public void check() {
        if (!faults.isEmpty()) {
            throw new InvalidSettings(List.copyOf(faults));
        }
    }

    private <T> T read(String key, String expected, T standIn, Function<String, T> parse) {
        String text = values.getOrDefault(key, "").trim();
        if (text.isEmpty()) {
            faultyKeys.add(key);
            faults.add(key + " is missing, expected " + expected + " (environment: " + variable(key) + ")");
            return standIn;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            faultyKeys.add(key);
            faults.add(key + " is '" + shown(key, text) + "', expected " + expected);
            return standIn;
        }
    }

    /** The environment variable that overrides a key. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String shown(String key, String text) {
        if (SECRET_KEY.matcher(key).matches()) {
            return "***";
        }
        String withoutUser = text.replaceAll("//[^/]*@", "//***@");
        return withoutUser.replaceAll("\\?.*=.*", "?***").replaceAll("\\p{Cntrl}", "?");
    }

    private static String checkedName(String name) {
        return within(name, NAME.matcher(name).matches());
    }

    private static URI checkedUrl(String text) {
        URI url = URI.create(text);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean plain = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
        return within(url, http && plain && url.getHost() != null && !text.contains("{{"));
    }

    private static <T> T within(T value, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }
}
