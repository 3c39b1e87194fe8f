package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import routes.LakeInMemory;
import routes.ManualClock;
import routes.aws.ExecutionTracking;
import routes.policy.Lake;
import routes.policy.QueueMessage;
import routes.settings.SettingsSources;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The pipeline's parts over a lake in memory, a few seconds after {@link Snapshots#TIME}. */
final class MemoryFlights {
    static final SnapshotKey KEY = new SnapshotKey(Instant.ofEpochSecond(Snapshots.TIME));
    static final Instant NOW = KEY.time().plusSeconds(5);
    static final String RUN = "flights-20261121T184000Z-0001";

    final ManualClock clock = new ManualClock(NOW);
    final LakeInMemory memory = new LakeInMemory(clock);
    final Lake lake = memory.lake();
    final Path directory;
    final FlightsSettings settings;
    final FlightsParts parts;

    /** @param more settings as key, value, key, value */
    MemoryFlights(String... more) {
        this(Path.of(System.getProperty("java.io.tmpdir")), more);
    }

    MemoryFlights(Path directory, String... more) {
        this.directory = directory;
        this.settings = settings(more);
        this.parts = FlightsParts.of(lake, settings, directory);
    }

    /** The least that has to be set, of somebody anonymous whose waits are short, and more. */
    static FlightsSettings settings(String... more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "flights.raw-bucket", "raw",
                "flights.processed-bucket", "processed",
                "flights.alerts-topic", "arn:aws:sns:us-east-1:000000000000:lake-alerts",
                "flights.secret", "",
                "flights.daily-credits", "0",
                "flights.fetch-retry-delay", "1ms",
                "flights.fetch-retry-cap", "1ms"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        Properties properties = new Properties();
        properties.putAll(values);
        var settings = SettingsSources.load(Optional.empty(), Map.of(), properties);
        FlightsSettings read = FlightsSettings.read(settings);
        settings.check();
        return read;
    }

    /** Puts an object; answers its ETag. */
    String put(String bucket, String key, byte[] content, Map<String, String> metadata) {
        PutObjectRequest put = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .metadata(metadata)
                .build();
        return memory.s3.putObject(put, RequestBody.fromBytes(content)).eTag().replace("\"", "");
    }

    /** Puts a raw object of the run {@link #RUN}. */
    StoredSnapshot putRaw(String json) {
        put("raw", KEY.raw(), gzip(json), Map.of(RawZone.FETCHED_AT, "2026-11-21T18:40:01Z", "run-id", RUN));
        return parts.converting().find(KEY.raw());
    }

    /** Puts a processed file of the run {@link #RUN}. */
    StoredSnapshot putProcessed(byte[] content) {
        put("processed", KEY.processed(), content, Map.of("run-id", RUN));
        return parts.judging().find(KEY.processed()).orElseThrow();
    }

    /** Puts what becomes of states, and judges it. */
    Judged judged(String... states) throws IOException {
        return parts.judging()
                .judge(putProcessed(
                        Snapshots.convert(Snapshots.snapshot(states)).parquet()));
    }

    /** The snapshot of {@link #KEY} or of some seconds later. */
    Snapshot snapshot(long later, String... states) {
        String json = "{\"time\":" + (Snapshots.TIME + later) + ",\"states\":[" + String.join(",", states) + "]}";
        try {
            return new SnapshotReader(1 << 20, directory)
                    .read(new ByteArrayInputStream(json.getBytes(UTF_8)), NOW, OptionalLong.of(3996));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ExecutionTracking tracking() {
        return lake.tables().executions(settings.executionsTable(), settings.executionsKept());
    }

    /** The only step that a run has. */
    Map<String, String> step(String run) {
        List<Map<String, String>> steps = tracking().steps(run);
        if (steps.size() != 1) {
            throw new AssertionError("run " + run + " has " + steps + ", expected one step");
        }
        return steps.get(0);
    }

    Verdicts verdicts() {
        return new Verdicts(lake.ledger(), clock);
    }

    List<String> alerts() {
        return memory.sns.published().stream().map(alert -> alert.subject()).toList();
    }

    long counted(String name) {
        return memory.counts().getOrDefault(name, 0L);
    }

    String text(String key) {
        return new String(memory.s3.bytes(key), UTF_8);
    }

    static String event(String bucket, String key) {
        return event("ObjectCreated:Put", bucket, key);
    }

    static String event(String name, String bucket, String key) {
        return "{\"Records\":[" + record(name, bucket, key) + "]}";
    }

    static String record(String name, String bucket, String key) {
        return "{\"eventVersion\":\"2.1\",\"eventName\":\"" + name + "\",\"s3\":{\"bucket\":{\"name\":\"" + bucket
                + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, UTF_8)
                + "\",\"size\":1,\"eTag\":\"0\",\"sequencer\":\"1\"}}}";
    }

    static QueueMessage message(String id, String body, int receives) {
        return new QueueMessage(id, "flights-events", body, Map.of(), receives);
    }

    /** A snapshot whose 300 states are all none, and of some 10 MiB however they are packed. */
    static String manyRejected() {
        Random random = new Random(7);
        byte[] bytes = new byte[36_000];
        String[] states = new String[300];
        for (int i = 0; i < states.length; i++) {
            random.nextBytes(bytes);
            states[i] = "[\"" + Base64.getEncoder().encodeToString(bytes) + "\"]";
        }
        return Snapshots.snapshot(states);
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String gunzip(byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
