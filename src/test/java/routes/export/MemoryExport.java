package routes.export;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import routes.LakeInMemory;
import routes.ManualClock;
import routes.aws.MemoryRuns;
import routes.aws.MemoryS3;
import routes.aws.MemorySecrets;
import routes.aws.MemorySqs;
import routes.policy.Lake;

/** The pipeline's parts over Athena, S3, queues and the ledger in memory, a clock that a test moves, and a token's end. */
final class MemoryExport implements AutoCloseable {
    static final String KEY = "open-sesame";

    final ManualClock clock = new ManualClock(ExportSamples.AT);
    final LakeInMemory memory = new LakeInMemory(clock);
    final MemoryS3 s3 = memory.s3;
    final MemorySqs sqs = memory.sqs;
    final MemoryRuns runs = memory.runs;
    final MemorySecrets secrets = memory.secrets;
    final MemoryQueries athena = new MemoryQueries(s3);
    final Lake lake = memory.lake(() -> athena);
    final ExportSettings settings;
    final ExportParts parts;
    private final HttpServer tokens;
    private final AtomicInteger tokensAsked = new AtomicInteger();
    private volatile int tokenStatus = 200;

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

    void pass(Duration time) {
        clock.advance(time);
    }

    long counted(String name) {
        return memory.counted(name);
    }

    @Override
    public void close() {
        tokens.stop(0);
        memory.close();
    }
}
