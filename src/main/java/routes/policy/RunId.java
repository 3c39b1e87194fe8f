package routes.policy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** One run of a pipeline, from its trigger to its last write: {@code ingest-20261119T010000Z-3f9a1c07}. */
public final class RunId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9-]{1,80}");

    private RunId() {}

    /** A run that was triggered at {@code at}; {@code salt} tells runs of the same second apart. */
    public static String of(String pipeline, Instant at, long salt) {
        return pipeline + "-" + TIME.format(at) + "-" + HexFormat.of().toHexDigits((int) salt);
    }

    /** Run ids from outside are copied into object metadata and logs: only these letters pass. */
    public static boolean isSafe(String id) {
        return SAFE.matcher(id).matches();
    }
}
