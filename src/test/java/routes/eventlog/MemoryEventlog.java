package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import local.EventFile;
import routes.ManualClock;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.MemoryRuns;
import routes.aws.MemoryS3;
import routes.aws.MemorySqs;
import routes.aws.MemoryTables;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.aws.Secrets;
import routes.aws.Tables;
import routes.lake.parquet.ColumnValues;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSource;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.Lake;
import routes.policy.Parking;
import routes.policy.QueueMessage;
import routes.settings.SettingsSources;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The pipeline's parts over a bucket, a queue and tables in memory, a clock that a test moves, and what they count. */
final class MemoryEventlog implements Meter {
    static final String PREFIX = "test/";
    static final String SOURCE = "events";
    static final String PROCESSED = "processed";

    final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T04:00:00Z"));
    volatile MemoryS3 s3 = new MemoryS3();
    volatile MemoryTables tables = new MemoryTables();
    volatile MemoryRuns runs = new MemoryRuns();
    volatile MemorySqs sqs = new MemorySqs();
    final EventlogSettings settings;
    final Lake lake;
    final EventlogParts parts;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    MemoryEventlog(String... more) {
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
                        new RunLedger(() -> runs, "runs", "test", Duration.ofMinutes(5), clock),
                        clock),
                new ObjectReader(() -> s3),
                new RunLedger(() -> runs, "runs", "test", Duration.ofMinutes(5), clock),
                new Tables(() -> tables, "test", new SplittableRandom(2)::nextLong, clock),
                new Secrets(
                        () -> {
                            throw new IllegalStateException("this test has no secrets");
                        },
                        Duration.ofMinutes(5),
                        clock),
                new Parking(queues, "-dlq", 5),
                this,
                new Spans(OpenTelemetry.noop()),
                Executors.newFixedThreadPool(1),
                clock,
                "test",
                Duration.ofMinutes(5),
                new SplittableRandom(1)::nextLong);
        this.parts = EventlogParts.of(lake, settings, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The least that has to be set, and more as key, value, key, value. */
    static EventlogSettings settings(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "eventlog.source-bucket", SOURCE,
                "eventlog.prefix", PREFIX,
                "eventlog.checkpoint-bucket", PROCESSED,
                "eventlog.readers", "4"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        Properties properties = new Properties();
        properties.putAll(values);
        var settings = SettingsSources.load(Optional.empty(), Map.of(), properties);
        EventlogSettings read = EventlogSettings.read(settings);
        settings.check();
        return read;
    }

    /** Nothing is stored any more, and nothing known. */
    void empty() {
        s3 = new MemoryS3();
        runs = new MemoryRuns();
        sqs = new MemorySqs();
        forget();
        counts.clear();
    }

    /** The ledger of files is lost. */
    void forget() {
        tables = new MemoryTables();
    }

    /** Puts an object; answers its ETag. */
    String put(String bucket, String key, byte[] content) {
        PutObjectRequest put =
                PutObjectRequest.builder().bucket(bucket).key(key).build();
        return s3.putObject(put, RequestBody.fromBytes(content)).eTag().replace("\"", "");
    }

    /** Puts a file; answers its ETag. */
    String put(EventFile file) {
        return put(SOURCE, key(file), file.content());
    }

    /** Puts a file; answers the text of its event. */
    String arrive(EventFile file) {
        return event(key(file), put(file));
    }

    static String key(EventFile file) {
        return PREFIX + file.name();
    }

    static String event(String key, String eTag) {
        return "{\"Records\":[" + record(key, eTag) + "]}";
    }

    static String record(String key, String eTag) {
        return record("ObjectCreated:Put", SOURCE, key, eTag);
    }

    static String record(String name, String bucket, String key, String eTag) {
        return "{\"eventVersion\":\"2.1\",\"eventName\":\"" + name + "\",\"s3\":{\"bucket\":{\"name\":\"" + bucket
                + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, UTF_8) + "\",\"size\":1,\"eTag\":\"" + eTag
                + "\",\"sequencer\":\"1\"}}}";
    }

    /** Messages of the events' queue. */
    static List<QueueMessage> messages(int receives, List<String> bodies) {
        List<QueueMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new QueueMessage("m" + messages.size(), "eventlog-events", body, Map.of(), receives));
        }
        return messages;
    }

    List<String> keys(String prefix) {
        return s3.keys().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    List<String> checkpoints() {
        return keys("checkpoints/");
    }

    List<String> reports() {
        return keys("quarantine/").stream()
                .filter(key -> key.endsWith(".report.json"))
                .toList();
    }

    /** Reads of a kind of object. */
    long reads(String prefix) {
        return s3.reads().stream().filter(read -> read.key().startsWith(prefix)).count();
    }

    /** Rows of all checkpoints by column, with the group in {@code group}. */
    List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String key : checkpoints()) {
            for (Map<String, Object> row : rows(s3.bytes(key))) {
                row.put("group", settings.checkpointKey().group(key).orElseThrow());
                rows.add(row);
            }
        }
        return rows;
    }

    /** Values of a column of all rows. */
    List<Object> column(String name) {
        return rows().stream().map(row -> row.get(name)).toList();
    }

    /** Rows of a Parquet file by column. */
    static List<Map<String, Object>> rows(byte[] file) {
        try {
            ParquetReading reading = ParquetReading.open(source(file));
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int group = 0; group < reading.groups(); group++) {
                int first = rows.size();
                for (ParquetColumn column : reading.columns()) {
                    ColumnValues values = reading.values(group, column.name());
                    for (int at = first; values.next(); at++) {
                        if (at == rows.size()) {
                            rows.add(new LinkedHashMap<>());
                        }
                        rows.get(at).put(column.name(), values.isNull() ? null : value(column, values));
                    }
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ParquetSource source(byte[] file) {
        return new ParquetSource() {
            @Override
            public long length() {
                return file.length;
            }

            @Override
            public void read(long position, byte[] into, int offset, int count) {
                System.arraycopy(file, (int) position, into, offset, count);
            }
        };
    }

    private static Object value(ParquetColumn column, ColumnValues values) {
        return switch (column.kind()) {
            case TEXT -> new String(values.text(), UTF_8);
            case INTEGER -> values.integer();
            case TEXTS -> values.texts();
            default -> values.number();
        };
    }

    /** Of a name with all its dimensions, as in {@code FilesRead pipeline=eventlog}. */
    long counted(String name) {
        return counts.getOrDefault(name, 0L);
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        StringBuilder all = new StringBuilder(name);
        for (int i = 0; i < dimensions.length; i += 2) {
            all.append(' ').append(dimensions[i]).append('=').append(dimensions[i + 1]);
        }
        counts.merge(all.toString(), amount, Long::sum);
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        count(name, value, dimensions);
    }

    @Override
    public void value(String name, double value, String... dimensions) {
        // Nobody here asks for it.
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        count(name, 1, dimensions);
    }
}
