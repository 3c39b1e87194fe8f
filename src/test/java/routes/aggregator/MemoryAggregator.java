package routes.aggregator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import routes.LakeInMemory;
import routes.ManualClock;
import routes.aws.MemoryS3;
import routes.aws.MemorySqs;
import routes.aws.MemoryTables;
import routes.lake.ObjectVersion;
import routes.policy.Lake;
import routes.policy.QueueMessage;
import routes.settings.SettingsSources;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The pipeline's parts over buckets, queues and tables in memory, a clock that a test moves, and what they count. */
final class MemoryAggregator {
    static final Instant START = Instant.parse("2026-11-20T01:00:00Z");

    final ManualClock clock = new ManualClock(START);
    final LakeInMemory memory = new LakeInMemory(clock);
    final MemoryS3 s3 = memory.s3;
    final MemorySqs sqs = memory.sqs;
    final MemoryTables dynamoDb = memory.tables;
    final Lake lake = memory.lake();
    final AggregatorSettings settings;
    final AggregatorParts parts;

    MemoryAggregator(String... more) {
        this.settings = settings(more);
        this.parts = AggregatorParts.of(lake, settings, Path.of(System.getProperty("java.io.tmpdir")));
    }

    static AggregatorSettings settings(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "aggregator.landing-bucket", "landing",
                "aggregator.archive-bucket", "archive",
                "aggregator.nifi-url", "http://127.0.0.1:1/contentListener"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        Properties properties = new Properties();
        properties.putAll(values);
        var settings = SettingsSources.load(Optional.empty(), Map.of(), properties);
        AggregatorSettings read = AggregatorSettings.read(settings);
        settings.check();
        return read;
    }

    /** Puts an object into the landing bucket; answers the text of its event. */
    String put(String key, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String eTag = s3.putObject(
                        PutObjectRequest.builder().bucket("landing").key(key).build(), RequestBody.fromBytes(bytes))
                .eTag();
        return event(key, eTag.replace("\"", ""), bytes.length);
    }

    /** The text of an event without a version: the sequencer grows with the ETag. */
    static String event(String key, String eTag, long size) {
        return "{\"Records\":[" + record(key, eTag, size) + "]}";
    }

    static String record(String key, String eTag, long size) {
        String encoded = java.net.URLEncoder.encode(key, StandardCharsets.UTF_8);
        return "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"landing\"},"
                + "\"object\":{\"key\":\"" + encoded + "\",\"size\":" + size + ",\"eTag\":\"" + eTag
                + "\",\"sequencer\":\"00" + Integer.toHexString(eTag.hashCode()) + "\"}}}";
    }

    static ObjectVersion object(String key, long size) {
        return new ObjectVersion(
                "landing", key, Optional.of("v1"), Optional.empty(), Optional.empty(), OptionalLong.of(size));
    }

    /** Messages of the events' queue, on their first receive. */
    static List<QueueMessage> messages(String... bodies) {
        return messages(1, bodies);
    }

    static List<QueueMessage> messages(int receives, String... bodies) {
        List<QueueMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new QueueMessage("m" + messages.size(), "aggregator-events", body, Map.of(), receives));
        }
        return messages;
    }

    /** The keys of the archive. */
    List<String> archived() {
        return s3.keys().stream().filter(key -> key.startsWith("bundles/")).toList();
    }

    /** State of each bundle, by id. */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        dynamoDb.rows("lake-objects").forEach((id, row) -> {
            if (row.containsKey("state")) {
                states.put(id, row.get("state").s());
            }
        });
        return states;
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    long counted(String name) {
        return memory.counted(name);
    }
}
