package routes.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private HttpServer collector;

    /** What a process without a collector runs. */
    public static final class Untraced {
        public static void main(String[] args) {
            Telemetry telemetry = Telemetry.from(Map.of());
            Spans spans = new Spans(telemetry.openTelemetry());
            Spans.Open open = spans.consume("ingest-page", Map.of());
            spans.inject();
            open.end(null);
            telemetry.flush(SOON);
            telemetry.close();
        }
    }

    /** What a process with a collector runs. */
    public static final class Traced {
        public static void main(String[] args) {
            try (Telemetry telemetry = Telemetry.from(System.getenv())) {
                new Spans(telemetry.openTelemetry())
                        .open("ingest-plan", SpanKind.INTERNAL)
                        .end(null);
                telemetry.flush(SOON);
            }
            System.out.println("done");
        }
    }

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            requests.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("X-Key") + " " + body);
            await(hold);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void aFlushSendsWhatHasEndedToTheCollector() {
        try (Telemetry telemetry = traced()) {
            assertThat(telemetry.isOn()).isTrue();
            new Spans(telemetry.openTelemetry())
                    .open("ingest-plan", SpanKind.INTERNAL)
                    .end(null);
            assertThat(telemetry.flush(SOON)).isTrue();
            assertThat(requests).hasSize(1);
            assertThat(requests.get(0))
                    .startsWith("/v1/traces a+b=c ")
                    .contains("lake-routes")
                    .contains("ingest-plan");
        }
    }

    @Test
    void closingSendsWhatIsLeft() {
        Telemetry telemetry = traced();
        new Spans(telemetry.openTelemetry())
                .open("ingest-plan", SpanKind.INTERNAL)
                .end(null);
        telemetry.close();
        assertThat(requests).hasSize(1);
    }

    @Test
    void aCollectorThatRefusesHarmsNobodyAndIsToldInTheLog() throws IOException, InterruptedException {
        status = 400;
        String address = "http://127.0.0.1:" + collector.getAddress().getPort();
        String said = run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", address), Traced.class.getName());
        assertThat(requests).hasSize(1);
        assertThat(said.lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("{\"time\"")
                        && line.contains("\"level\":\"WARN\"")
                        && line.contains("io.opentelemetry.exporter")
                        && line.contains("400"))
                .contains("done");
    }

    @Test
    void aCollectorThatDoesNotAnswerHoldsAFlushNoLongerThanAllowed() {
        CountDownLatch answer = new CountDownLatch(1);
        hold = answer;
        Telemetry telemetry = traced();
        new Spans(telemetry.openTelemetry())
                .open("ingest-plan", SpanKind.INTERNAL)
                .end(null);
        assertThat(telemetry.flush(Duration.ofMillis(50))).isFalse();
        answer.countDown();
        telemetry.close();
    }

    @Test
    void withoutACollectorNothingIsTraced() {
        Telemetry telemetry = Telemetry.from(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "));
        assertThat(telemetry.isOn()).isFalse();
        assertThat(telemetry.openTelemetry()).isSameAs(OpenTelemetry.noop());
        assertThat(telemetry.flush(SOON)).isTrue();
        telemetry.close();
    }

    @Test
    void withoutACollectorNoClassOfTheSdkIsLoaded() throws IOException, InterruptedException {
        String loaded = run(Map.of(), "-verbose:class", Untraced.class.getName());
        assertThat(loaded).contains("routes.observe.Telemetry ");
        assertThat(loaded.lines())
                .noneMatch(line -> line.contains("io.opentelemetry.sdk."))
                .noneMatch(line -> line.contains("io.opentelemetry.exporter."))
                .noneMatch(line -> line.contains("io.opentelemetry.context.Context "));
    }

    @Test
    void wrongSettingsAreRefusedWithoutTellingTheirSecrets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telemetry.from(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")))
                .withMessage("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317', expected an http or https address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Telemetry.from(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:4318",
                        "OTEL_EXPORTER_OTLP_HEADERS",
                        "hunter2")))
                .withMessageNotContaining("hunter2");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** Without the library for tests, which has a part that OpenTelemetry finds and loads. */
    private static String run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("opentelemetry-sdk-testing"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("LAKE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private Telemetry traced() {
        return Telemetry.from(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "X-Key=a+b%3Dc"));
    }
}
