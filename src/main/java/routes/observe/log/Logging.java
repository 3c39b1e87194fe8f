package routes.observe.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The level and format of all log lines of this process. Until they are configured, the system properties
 * {@code lake.log-level} and {@code lake.log-format} hold, then the environment variables {@code LAKE_LOG_LEVEL} and
 * {@code LAKE_LOG_FORMAT}, then INFO and json.
 */
public final class Logging {
    private static final String LEVEL = "lake.log-level";
    private static final String FORMAT = "lake.log-format";
    private static final Level[] LEVELS = {Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR};

    /** A static because SLF4J's loggers are. */
    static final LogOutput OUTPUT = new LogOutput(
            new FileOutputStream(FileDescriptor.out),
            Clock.systemUTC(),
            orElse(levelOf(early(LEVEL, "LAKE_LOG_LEVEL")), Level.INFO),
            orElse(layoutOf(early(FORMAT, "LAKE_LOG_FORMAT")), new JsonLayout()));

    private Logging() {}

    /**
     * Decides about every line from now on.
     *
     * @param level DEBUG, INFO, WARN or ERROR
     * @param format json or text
     * @throws IllegalArgumentException for anything else
     */
    public static void configure(String level, String format) {
        Level newLevel = levelOf(level);
        if (newLevel == null) {
            throw new IllegalArgumentException(LEVEL + " is '" + level + "', expected DEBUG, INFO, WARN or ERROR");
        }
        Layout newLayout = layoutOf(format);
        if (newLayout == null) {
            throw new IllegalArgumentException(FORMAT + " is '" + format + "', expected json or text");
        }
        OUTPUT.configure(newLevel, newLayout);
    }

    /** Lines go to standard error from now on: standard output belongs to a command's answer. */
    public static void toStandardError() {
        OUTPUT.redirect(new FileOutputStream(FileDescriptor.err));
    }

    static @Nullable Level levelOf(@Nullable String name) {
        for (Level level : LEVELS) {
            if (name != null && level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        return null;
    }

    static @Nullable Layout layoutOf(@Nullable String name) {
        if ("text".equals(name)) {
            return new TextLayout();
        }
        return "json".equals(name) ? new JsonLayout() : null;
    }

    private static @Nullable String early(String property, String variable) {
        String value = System.getProperty(property);
        return value == null ? System.getenv(variable) : value;
    }

    /** A wrong value is no reason to fail here: the check of the whole configuration names it with all others. */
    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
