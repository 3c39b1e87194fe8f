package routes.lake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import routes.lake.S3Event.Kind;

/** The records of an S3 notification, version 2.x: its keys are URL-encoded, a space as a plus sign. */
final class S3Notification {
    private static final Pattern VERSION = Pattern.compile("2\\.\\d{1,3}");
    private static final Pattern SERVICE = Pattern.compile("s3:");

    private S3Notification() {}

    static List<S3Record> records(List<?> records) {
        if (records.isEmpty()) {
            throw new UnreadableEvent("Records is empty, expected at least one");
        }
        return records.stream().map(S3Notification::record).toList();
    }

    @SuppressWarnings("unchecked")
    private static S3Record record(Object record) {
        // Without a JSON object there is no record that could be given back.
        Fields fields = Fields.of(record, "Records[]");
        Map<String, Object> raw = (Map<String, Object>) fields.values();
        try {
            return S3Record.of(event(fields), raw);
        } catch (UnreadableEvent e) {
            return S3Record.unreadable(String.valueOf(e.getMessage()), raw);
        }
    }

    private static S3Event event(Fields record) {
        String version = record.text("eventVersion");
        if (!VERSION.matcher(version).matches()) {
            throw new UnreadableEvent("eventVersion is '" + Names.oneLine(version, 60) + "', expected 2.x");
        }
        Fields s3 = record.fields("s3");
        Fields object = s3.fields("object");
        return new S3Event(
                s3.fields("bucket").text("name"),
                decoded(object.text("key")),
                object.optionalText("versionId"),
                object.optionalText("eTag"),
                object.optionalSize("size"),
                object.optionalText("sequencer"),
                kind(record.text("eventName")),
                record.optionalTime("eventTime"));
    }

    /** S3 itself leaves the {@code s3:} away that its configuration has; other stores write it. */
    private static Kind kind(String eventName) {
        String name = SERVICE.matcher(eventName).replaceFirst("");
        if (name.startsWith("ObjectCreated:")) {
            return Kind.CREATED;
        }
        boolean removed = name.startsWith("ObjectRemoved:") || name.startsWith("LifecycleExpiration:");
        return removed ? Kind.REMOVED : Kind.OTHER;
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("key is '" + Names.oneLine(key, 60) + "', expected it URL-encoded");
        }
    }
}
