package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.aws.DeadLetters;
import routes.aws.Queues;

/** {@code lake-routes run} as a process: how it ends, and what it tells about itself while it runs. */
class RunCommandIT {
    private static final String DAY = "2026-11-19";

    @TempDir
    private Path directory;

    private final TestLake lake = new TestLake();
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private int port;

    @AfterEach
    void leave() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        lake.close();
    }

    private void start(String... arguments) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Properties properties = new Properties();
        properties.putAll(lake.values(
                "ingest.catch-up",
                "0s",
                "ingest.sources.api-a.paging",
                "fixed:4",
                "lake.management-host",
                "127.0.0.1"));
        properties.put("lake.management-port", Integer.toString(port));
        Path config = directory.resolve("lake-routes.properties");
        try (var file = Files.newBufferedWriter(config)) {
            properties.store(file, null);
        }
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "-Daws.accessKeyId=local",
                "-Daws.secretAccessKey=local",
                "routes.runtime.command.LakeRoutes",
                "run",
                "--config",
                config.toString()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile())
                .start();
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private boolean answers(String path, int status) throws InterruptedException {
        try {
            return ask(path).statusCode() == status;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static org.awaitility.core.ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }

    @Test
    void aSignalLetsTheBatchInHandBeFinishedAndEndsWithZero() throws Exception {
        lake.behave("{\"end\":\"api-a\",\"do\":\"slow\",\"delay_ms\":8000}");
        for (int page = 1; page <= 4; page++) {
            lake.send("api-a", DAY, page);
        }
        start();
        DeadLetters queues = new DeadLetters(lake.clients()::sqs, new Queues(lake.clients()::sqs));
        // In flight is not yet in hand: what the consumer has received and not handed on when it stops comes again
        // later.
        eventually()
                .during(Duration.ofSeconds(2))
                .until(() -> queues.depth(lake.queue("api-a")).inFlight() == 4);
        assertThat(lake.keys()).isEmpty();
        process.destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("log.txt")))
                .isZero();
        assertThat(lake.keys()).hasSize(4);
        assertThat(queues.depth(lake.queue("api-a")).total()).isZero();
    }

    @Test
    void itStopsByItselfWhenNothingIsLeftToDo() throws Exception {
        lake.send("api-b", DAY, 1);
        start("--until-idle", "4s");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(lake.keys()).hasSize(10);
        assertThat(lake.depth(lake.queue("api-b"))).isZero();
    }

    @Test
    void itTellsThatItLivesThatItIsReadyAndWhatItHasDone() throws Exception {
        start();
        eventually().until(() -> answers("/observe/health/ready", 200));
        assertThat(ask("/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(ask("/observe/health/ready").body()).contains("ledger", "ingest-api-a-door");
        lake.send("api-a", DAY, 4);
        eventually().until(() -> ask("/observe/metrics").body().contains("pages_ingested_total{source=\"api-a\"} 1.0"));
        assertThat(ask("/observe/metrics").body())
                .contains("api_latency", "bytes_in_total", "jvm_memory", "camel_exchanges");
    }

    @Test
    void withoutItsLedgerItIsAliveAndNotReady() throws Exception {
        assumeThat(TestLake.Ends.LOCAL)
                .as("faults can be switched in our own gateway alone")
                .isTrue();
        start();
        eventually().until(() -> answers("/observe/health/ready", 200));
        lake.cloud(
                "POST",
                "fail",
                "{\"service\":\"dynamodb\",\"operation\":\"GetItem\",\"status\":400,\"code\":\"AccessDenied\",\"times\":1000}");
        eventually().until(() -> answers("/observe/health/ready", 503));
        assertThat(ask("/observe/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aQueueThatIsNotThereIsNamedInOneLine() {
        var ended = new TestCommands(
                        lake.values("ingest.sources.api-a.queue", "no-such-queue", "lake.management-port", "0"))
                .run("run");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines()).hasSize(1).first().asString().contains("queue 'no-such-queue' does not exist");
    }
}
