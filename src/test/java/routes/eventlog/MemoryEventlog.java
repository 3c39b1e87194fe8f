package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import local.EventFile;
import routes.LakeInMemory;
import routes.ManualClock;
import routes.lake.parquet.ColumnValues;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSource;
import routes.policy.Lake;
import routes.policy.QueueMessage;
import routes.settings.SettingsSources;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The pipeline's parts over a bucket, a queue and tables in memory, a clock that a test moves, and what they count. */
final class MemoryEventlog {
    static final String PREFIX = "test/";
    static final String SOURCE = "events";
    static final String PROCESSED = "processed";

    final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T04:00:00Z"));
    final LakeInMemory memory = new LakeInMemory(clock);
    final Lake lake = memory.lake();
    final EventlogSettings settings;
    final EventlogParts parts;

    MemoryEventlog(String... more) {
        this.settings = settings(more);
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

    /** Puts an object; answers its ETag. */
    String put(String bucket, String key, byte[] content) {
        PutObjectRequest put =
                PutObjectRequest.builder().bucket(bucket).key(key).build();
        return memory.s3.putObject(put, RequestBody.fromBytes(content)).eTag().replace("\"", "");
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
        return memory.s3.keys().stream().filter(key -> key.startsWith(prefix)).toList();
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
        return memory.s3.reads().stream()
                .filter(read -> read.key().startsWith(prefix))
                .count();
    }

    /** Rows of all checkpoints by column, with the group in {@code group}. */
    List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String key : checkpoints()) {
            for (Map<String, Object> row : rows(memory.s3.bytes(key))) {
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
        return memory.counted(name);
    }
}
