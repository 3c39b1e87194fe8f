package routes.export;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import routes.lake.ObjectVersion;
import routes.lake.Sha256;

/**
 * The name of an export: the same event has the same one however often it comes, and no two events share one, whatever
 * their origins. 32 hexadecimal digits, of the SHA-256 of what tells the event from others.
 */
final class ExportId {
    static final String EXPECTED = "32 hexadecimal digits in lower case";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private ExportId() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Of one content of one object: its version, or where its bucket has none, its sequencer, else its ETag. */
    static String ofObject(ObjectVersion object) {
        String content = object.version()
                .map(version -> "version " + version)
                .or(() -> object.sequencer().map(sequencer -> "sequencer " + sequencer))
                .or(() -> object.eTag().map(tag -> "etag " + tag))
                .orElseThrow();
        return of("object", object.bucket(), object.key(), content);
    }

    /**
     * Of one firing of a schedule.
     *
     * @param rule that fired
     * @param time at which
     */
    static String ofSchedule(String rule, Instant time, String table, DateFilter filter, Optional<String> where) {
        return of("schedule", rule, time.toString(), table, filter.word(), optional(where));
    }

    /**
     * Of a schedule's event that tells no time, by the queue's message that brought it.
     *
     * @param rule that fired
     * @param message its id, the same however often it is received
     */
    static String ofMessage(String rule, String message, String table, DateFilter filter, Optional<String> where) {
        return of("schedule-message", rule, message, table, filter.word(), optional(where));
    }

    /** Of an HTTP request whose caller names it, so that it can be repeated. */
    static String ofIdempotencyKey(String key) {
        return of("http-key", key);
    }

    /** Of an HTTP request that is named by whoever received it. */
    static String ofHttpRequest(String requestId) {
        return of("http-request", requestId);
    }

    /** SHA-256 of texts that no other texts have: each stands behind its length. */
    static String digest(String... parts) {
        StringBuilder canonical = new StringBuilder();
        for (String part : parts) {
            canonical.append(part.length()).append(':').append(part);
        }
        return Sha256.ofText(canonical.toString());
    }

    /** As a part of a digest: one that is empty is not one that is missing. */
    static String optional(Optional<String> part) {
        return part.map(text -> "=" + text).orElse("");
    }

    private static String of(String... parts) {
        return digest(parts).substring(0, 32);
    }
}
