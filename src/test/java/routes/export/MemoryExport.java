package routes.export;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.MemoryRuns;
import routes.aws.MemoryS3;
import routes.aws.MemorySecrets;
import routes.aws.MemorySqs;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.aws.Secrets;
import routes.aws.Tables;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.Lake;
import routes.policy.Parking;

/** The pipeline's parts over Athena, S3, queues and the ledger in memory, a clock that a test moves, and a token's end. */
final class MemoryExport extends Clock implements Meter, AutoCloseable {
    static final String KEY = "open-sesame";

    final MemoryS3 s3 = new MemoryS3();
    final MemorySqs sqs = new MemorySqs();
    final MemoryRuns runs = new MemoryRuns();
    final MemorySecrets secrets = new MemorySecrets();
    final MemoryQueries athena = new MemoryQueries(s3);
    final Lake lake;
    final ExportSettings settings;
    final ExportParts parts;
    private final HttpServer tokens;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final AtomicInteger tokensAsked = new AtomicInteger();
    private volatile int tokenStatus = 200;
    private volatile Instant now = ExportSamples.AT;

    /** @param more settings by their variables: variable, value, variable, value */
    MemoryExport(String... more) {
        this.tokens = tokenEndpoint();
        String api = "127.0.0.1:" + tokens.getAddress().getPort();
        secrets.put(
                "dev/api/credentials",
                "{\"api_base_url\":\"http://" + api + "\",\"client_id\":\"me\",\"client_secret\":\"hush\"}");
        secrets.put("dev/export/api-key", KEY);
        Map<String, String> values = new HashMap<>(Map.of(
                "EXPORT_API_HOSTS", api,
                "EXPORT_BATCH_SIZE", "2",
                "EXPORT_PARALLEL", "2",
                "EXPORT_POLL_DELAY", "10ms",
                "EXPORT_POLL_CAP", "10ms",
                "EXPORT_RETRY_DELAY", "1ms",
                "EXPORT_RETRY_CAP", "5ms",
                "EXPORT_HTTP_RATE", "1000/s"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        this.settings = ExportSamples.settings(values);
        Queues queues = new Queues(() -> sqs);
        this.lake = new Lake(
                queues,
                new ObjectStore(() -> s3),
                new Athena.Account(() -> athena),
                new Alerts.Account(
                        () -> {
                            throw new AssertionError("nobody here raises alerts");
                        },
                        new RunLedger(() -> runs, "runs", "test", Duration.ofMinutes(5), this),
                        this),
                new ObjectReader(() -> s3),
                new RunLedger(() -> runs, "runs", "test", Duration.ofMinutes(5), this),
                new Tables(
                        () -> {
                            throw new AssertionError("nobody here has tables");
                        },
                        "test",
                        new SplittableRandom(2)::nextLong,
                        this),
                new Secrets(() -> secrets, Duration.ofMinutes(5), this),
                new Parking(queues, "-dlq", 5),
                this,
                new Spans(OpenTelemetry.noop()),
                Executors.newFixedThreadPool(4),
                this,
                "test",
                Duration.ofMinutes(5),
                new SplittableRandom(1)::nextLong);
        this.parts = ExportParts.of(lake, settings, Path.of(System.getProperty("java.io.tmpdir")));
    }

    private HttpServer tokenEndpoint() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/oauth/token", exchange -> {
                tokensAsked.incrementAndGet();
                byte[] token = ("{\"access_token\":\"t-" + counted("TokensFetched") + "\",\"expires_in\":3600}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(tokenStatus, token.length);
                exchange.getResponseBody().write(token);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the end of tokens was asked, whatever it answered. */
    int tokensAsked() {
        return tokensAsked.get();
    }

    /** How tokens are answered from now on. */
    void tokensAnswer(int status) {
        tokenStatus = status;
    }

    /** The event of an object of the customers, as text. */
    static String event(String sequencer) {
        return event("silver/customers/x.parquet", sequencer);
    }

    static String event(String key, String sequencer) {
        return S3Messages.json(S3Messages.notification(S3Messages.record(
                "ObjectCreated:Put", "lake-processed", key, Map.of("size", 12, "sequencer", sequencer))));
    }

    /** Keys of batches that lie parked. */
    List<String> parked() {
        return s3.keys().stream().filter(key -> key.startsWith("failed/")).toList();
    }

    synchronized void pass(Duration time) {
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

    @Override
    public void close() {
        tokens.stop(0);
        lake.workers().shutdownNow();
    }
}
