package routes.aggregator;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.MemoryS3;
import routes.aws.MemorySqs;
import routes.aws.MemoryTables;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.aws.Secrets;
import routes.aws.Tables;
import routes.lake.ObjectVersion;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.Lake;
import routes.policy.Parking;
import routes.policy.QueueMessage;
import routes.settings.SettingsSources;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The pipeline's parts over buckets, queues and tables in memory, a clock that a test moves, and what they count. */
final class MemoryAggregator extends Clock implements Meter {
    static final Instant START = Instant.parse("2026-11-20T01:00:00Z");

    final MemoryS3 s3 = new MemoryS3();
    final MemorySqs sqs = new MemorySqs();
    final MemoryTables dynamoDb = new MemoryTables();
    final Parking parking = new Parking(new Queues(() -> sqs), "-dlq", 5);
    final AggregatorSettings settings;
    final Lake lake;
    final AggregatorParts parts;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private volatile Instant now = START;

    MemoryAggregator(String... more) {
        this.settings = settings(more);
        Queues queues = new Queues(() -> sqs);
        this.lake = new Lake(
                queues,
                new ObjectStore(() -> s3),
                new Athena.Account(() -> {
                    throw new AssertionError("nobody here asks Athena");
                }),
                new Alerts.Account(
                        () -> {
                            throw new AssertionError("nobody here raises alerts");
                        },
                        new RunLedger(() -> dynamoDb, "runs", "test", Duration.ofMinutes(5), this),
                        this),
                new ObjectReader(() -> s3),
                new RunLedger(() -> dynamoDb, "runs", "test", Duration.ofMinutes(5), this),
                new Tables(() -> dynamoDb, "test", new SplittableRandom(2)::nextLong, this),
                new Secrets(
                        () -> {
                            throw new IllegalStateException("this test has no secrets");
                        },
                        Duration.ofMinutes(5),
                        this),
                parking,
                this,
                new Spans(OpenTelemetry.noop()),
                Executors.newFixedThreadPool(4),
                this,
                "test",
                Duration.ofMinutes(5),
                new SplittableRandom(1)::nextLong);
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
        now = now.plus(time);
    }

    long counted(String name) {
        return counts.getOrDefault(name, 0L);
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        counts.merge(name, amount, Long::sum);
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        counts.put(name, value);
    }

    @Override
    public void value(String name, double value, String... dimensions) {
        // Nobody here asks for it.
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        count(name, 1);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
