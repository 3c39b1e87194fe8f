package routes.runtime;

import java.time.Duration;
import java.util.Locale;

/** How large the acceptance scenarios are: what every build can afford, or what the specification says. */
enum Scale {
    QUICK,
    FULL;

    /** Of this run: {@code -Dscenarios=full} or, when nothing is said, quick. */
    static final Scale NOW = valueOf(System.getProperty("scenarios", "quick").toUpperCase(Locale.ROOT));

    static int of(int quick, int full) {
        return NOW == FULL ? full : quick;
    }

    /** How long a test waits before it says that something hangs. */
    static Duration patience() {
        return NOW == FULL ? Duration.ofMinutes(30) : Duration.ofMinutes(3);
    }
}
