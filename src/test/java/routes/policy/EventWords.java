package routes.policy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages as S3 sends them, for what is tested without a pipeline. */
final class EventWords {

    private EventWords() {}

    static QueueMessage message(int receives, String body) {
        return new QueueMessage("m", "queue", body, Map.of(), receives);
    }

    static String body(String... records) {
        return Stream.of(records).collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    static String record(String key) {
        return record(key, "e1");
    }

    static String record(String key, String eTag) {
        return "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"lake\"},"
                + "\"object\":{\"key\":\"" + key + "\",\"size\":1,\"eTag\":\"" + eTag + "\",\"sequencer\":\"1\"}}}";
    }
}
