package routes.lake;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages about S3 objects as AWS sends them. */
final class S3EventTexts {
    static final Instant TIME = Instant.parse("2026-11-19T01:02:03.456Z");

    private S3EventTexts() {}

    static Map<String, Object> record(String version, String name, String encodedKey) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", encodedKey);
        object.put("size", 5_000_000_000L);
        object.put("eTag", "0123abcd");
        object.put("versionId", "v1");
        object.put("sequencer", "0055AED6DCD90281E5");
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventVersion", version);
        record.put("eventSource", "aws:s3");
        record.put("eventTime", TIME.toString());
        record.put("eventName", name);
        record.put("s3", Map.of("bucket", Map.of("name", "lake-raw"), "object", object));
        return record;
    }

    static String notification(Object... records) {
        return json(Map.of("Records", List.of(records)));
    }

    static String eventBridge(String detailType, String key) {
        Map<String, Object> object =
                Map.of("key", key, "size", 12, "etag", "0123abcd", "version-id", "v1", "sequencer", "00AB");
        return json(Map.of(
                "version",
                "0",
                "source",
                "aws.s3",
                "detail-type",
                detailType,
                "time",
                TIME.toString(),
                "detail",
                Map.of("bucket", Map.of("name", "lake-raw"), "object", object)));
    }

    static String sns(String message) {
        return json(Map.of("Type", "Notification", "TopicArn", "arn:aws:sns:us-east-1:0:t", "Message", message));
    }

    static String json(Map<String, ?> fields) {
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new IllegalStateException("a test's event cannot be written", e);
        }
    }
}
