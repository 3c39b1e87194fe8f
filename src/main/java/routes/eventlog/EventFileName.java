package routes.eventlog;

import java.util.regex.Pattern;

/**
 * How event files are called: {@code log-{action}-{YYYYMMDD-HHMMSS}-{adcid}-{project}-{ptid}-{visit_date}.json}. A name
 * only tells files from other objects; what happened is in the file.
 */
final class EventFileName {
    private static final Pattern NAME = Pattern.compile(
            "log-(?:submit|pass-qc|not-pass-qc|delete)-\\d{8}-\\d{6}-\\d+-[^/]+-[^/]+-\\d{4}-\\d{2}-\\d{2}\\.json");

    private EventFileName() {}

    /** Whether the last component of a key is the name of an event file. */
    static boolean isOf(String key) {
        return NAME.matcher(key.substring(key.lastIndexOf('/') + 1)).matches();
    }
}
