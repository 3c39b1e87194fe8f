package local;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of {@link EventLogs}, and what must become of it.
 *
 * @param name without the environment's prefix
 * @param content its bytes, JSON if all is well
 * @param fields what a good one holds, by name in the order of the specification, what was left out as null or as its
 *     default; of a bad one what it would have held
 * @param fate what must become of it
 * @param field the field at fault; empty when it is the file as a whole, or none
 * @param rule the rule that is violated, in a word or two; empty when none is
 */
public record EventFile(String name, byte[] content, Map<String, Object> fields, Fate fate, String field, String rule) {
    /** Projects whose name begins so are for trying things out. */
    public static final String SANDBOX = "sandbox-";

    /** What must become of a file. */
    public enum Fate {
        STORED,
        SANDBOX,
        QUARANTINED,
        IGNORED
    }

    public EventFile {
        if (name.isEmpty() || name.contains("/")) {
            throw new IllegalArgumentException("name '" + name + "', expected one without a slash");
        }
        if ((fate == Fate.QUARANTINED) == rule.isEmpty()) {
            throw new IllegalArgumentException("rule '" + rule + "' of a file that is " + fate);
        }
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A file with nothing wrong about it. */
    static EventFile good(String name, String json, Map<String, Object> fields) {
        boolean sandbox = String.valueOf(fields.get("project_label")).startsWith(SANDBOX);
        return new EventFile(name, EventJson.utf8(json), fields, sandbox ? Fate.SANDBOX : Fate.STORED, "", "");
    }

    /** When it happened; one that says no offset is in UTC. */
    public Instant time() {
        String text = String.valueOf(fields.get("timestamp"));
        return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    /** The checkpoint that it belongs to, as in {@code adrc/form}. */
    public String group() {
        return fields.get("study") + "/" + fields.get("datatype");
    }
}
