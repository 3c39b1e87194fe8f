package routes.observe.log;

import org.slf4j.event.Level;

/** Who speaks, by the logger's name, and from which level on it is heard. */
enum Voice {
    /** Heard from the configured level on. */
    OWN,
    /** A library that says much: heard from WARN on, until someone asks for DEBUG. */
    LIBRARY,
    /** A library whose details hold headers, bodies and signatures: never heard below WARN. */
    CONFIDENTIAL;

    private static final String[] CONFIDENTIAL_NAMES = {
        "org.apache.hc.client5.http.wire",
        "org.apache.hc.client5.http.headers",
        "software.amazon.awssdk.request",
        "software.amazon.awssdk.auth",
        "software.amazon.awssdk.http.auth"
    };
    /** Where Camel tells that it, or a route, starts and stops. */
    private static final String[] OWN_NAMES = {"org.apache.camel.main.", "org.apache.camel.impl.engine."};

    private static final String[] LIBRARY_NAMES = {
        "org.apache.camel.", "org.quartz.", "io.netty.", "io.vertx.", "org.apache.hc.", "software.amazon.awssdk."
    };

    static Voice of(String logger) {
        if (startsWithAny(logger, CONFIDENTIAL_NAMES)) {
            return CONFIDENTIAL;
        }
        return startsWithAny(logger, OWN_NAMES) || !startsWithAny(logger, LIBRARY_NAMES) ? OWN : LIBRARY;
    }

    boolean isHeard(Level level, Level configured) {
        boolean quiet = this == CONFIDENTIAL || this == LIBRARY && configured.toInt() > Level.DEBUG.toInt();
        int least = quiet ? Math.max(configured.toInt(), Level.WARN.toInt()) : configured.toInt();
        return level.toInt() >= least;
    }

    private static boolean startsWithAny(String logger, String[] prefixes) {
        for (String prefix : prefixes) {
            if (logger.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
