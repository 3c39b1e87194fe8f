package routes.export;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What S3 tells of the lake's objects, and what others wrap around it. */
final class S3Messages {

    private S3Messages() {}

    /** One record of a notification, of new content under a key. */
    static Map<String, Object> created(String key) {
        return record("ObjectCreated:Put", "lake-processed", key, Map.of("size", 12, "sequencer", "00AB", "eTag", "e"));
    }

    static Map<String, Object> record(String name, String bucket, String key, Map<String, ?> more) {
        Map<String, Object> object = new LinkedHashMap<>(more);
        object.put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventVersion", "2.1");
        record.put("eventSource", "aws:s3");
        record.put("eventTime", "2026-11-20T08:59:59.000Z");
        record.put("eventName", name);
        record.put("s3", Map.of("bucket", Map.of("name", bucket), "object", object));
        return record;
    }

    static Map<String, Object> notification(Object... records) {
        return Map.of("Records", List.of(records));
    }

    static Map<String, Object> eventBridge(String key) {
        Map<String, Object> object = Map.of("key", key, "size", 12, "etag", "e", "sequencer", "00AB");
        return Map.of(
                "version", "0",
                "source", "aws.s3",
                "detail-type", "Object Created",
                "detail", Map.of("bucket", Map.of("name", "lake-processed"), "object", object));
    }

    static Map<String, Object> sns(Map<String, ?> message) {
        return Map.of("Type", "Notification", "TopicArn", "arn:aws:sns:us-east-1:0:t", "Message", json(message));
    }

    /** What a Lambda is given by a queue. */
    static Map<String, Object> sqs(Object... bodies) {
        return Map.of(
                "Records",
                java.util.Arrays.stream(bodies)
                        .map(body -> Map.of("messageId", "m", "eventSource", "aws:sqs", "body", body))
                        .toList());
    }

    /** What a Lambda is given by a topic. */
    static Map<String, Object> topic(Map<String, ?> message) {
        return notification(Map.of("EventSource", "aws:sns", "EventVersion", "1.0", "Sns", sns(message)));
    }

    static String json(Map<String, ?> fields) {
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new IllegalStateException("a test's event cannot be written", e);
        }
    }
}
