package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Events that ask for exports, as those write them who send them. */
final class ExportMessages {

    private ExportMessages() {}

    /** What S3 tells of one object. */
    static Map<String, Object> created(String bucket, String key, String version) {
        return Map.of(
                "eventVersion",
                "2.1",
                "eventSource",
                "aws:s3",
                "eventName",
                "ObjectCreated:Put",
                "s3",
                Map.of(
                        "bucket",
                        Map.of("name", bucket),
                        "object",
                        Map.of(
                                "key",
                                URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"),
                                "size",
                                3,
                                "versionId",
                                version)));
    }

    /** S3's message of some records. */
    static String notification(List<Map<String, Object>> records) {
        return json(Map.of("Records", records));
    }

    static String sns(String message) {
        return json(Map.of("Type", "Notification", "TopicArn", "arn:aws:sns:us-east-1:0:lake", "Message", message));
    }

    /** EventBridge tells keys as they are. */
    static String eventBridge(String bucket, String key, String version) {
        return json(Map.of(
                "version",
                "0",
                "source",
                "aws.s3",
                "detail-type",
                "Object Created",
                "detail",
                Map.of(
                        "bucket",
                        Map.of("name", bucket),
                        "object",
                        Map.of("key", key, "size", 3, "version-id", version))));
    }

    /** As the specification of export has it, without a time; {@code detail} comes as name, value, name, value. */
    static String schedule(String... detail) {
        Map<String, String> asked = new TreeMap<>();
        for (int i = 0; i < detail.length; i += 2) {
            asked.put(detail[i], detail[i + 1]);
        }
        return json(Map.of("source", "aws.events", "detail-type", "Scheduled Event", "detail", asked));
    }

    static String resume(String exportId) {
        return json(Map.of("resume", exportId));
    }

    private static String json(Map<String, ?> message) {
        try {
            return JSON.std.asString(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
