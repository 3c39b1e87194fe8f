package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.ManualClock;
import routes.observe.log.HeardLog;
import routes.observe.log.Logging;
import routes.policy.HttpCall;
import routes.policy.HttpReply;

/** The door on a port of its own, with the management port beside it and a step that is made up here. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpDoorIT {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Main main = new Main();
    private int port;
    private int managementPort;

    @BeforeAll
    void start() throws Exception {
        port = freePort();
        managementPort = freePort();
        Properties values = new Properties();
        new HttpAddress("127.0.0.1", port).addTo(values);
        values.put("camel.management.enabled", "true");
        values.put("camel.management.host", "127.0.0.1");
        values.put("camel.management.port", Integer.toString(managementPort));
        values.put("camel.management.healthCheckEnabled", "true");
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(values);
        main.configure().withRoutesCollectorEnabled(false);
        main.configure().addRoutesBuilder(new HttpDoor(new ManualClock(NOON)));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                TemplatedRouteBuilder.builder(getContext(), "http-door")
                        .routeId("made-up-door")
                        .parameter("step", "made-up")
                        .add();
                from("direct:made-up").errorHandler(noErrorHandler()).process(HttpDoorIT::step);
            }
        });
        main.start();
    }

    @AfterAll
    void stop() {
        main.stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Tells what it got, or does what the path says. */
    private static void step(Exchange exchange) throws Exception {
        HttpCall call = exchange.getMessage().getBody(HttpCall.class);
        switch (call.path()) {
            case "/fail" -> throw new IllegalStateException("password hunter2");
            case "/fail-outside" -> throw new IOException("password hunter2");
            case "/nothing" -> exchange.getMessage().setBody("no reply");
            case "/empty" -> exchange.getMessage().setBody(HttpReply.empty(204));
            default -> {
                exchange.getMessage().setHeader("X-Of-The-Step", "hidden");
                exchange.getMessage()
                        .setBody(HttpReply.json(
                                        207,
                                        Map.of(
                                                "path", call.path(),
                                                "query", call.query(),
                                                "headers", call.headers(),
                                                "id", call.requestId(),
                                                "at", call.at().toString(),
                                                "camel",
                                                        exchange.getMessage()
                                                                .getHeaders()
                                                                .size()))
                                .with("Location", "/export/1"));
            }
        }
    }

    private HttpResponse<String> get(String target, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** All that comes until the server ends the connection. */
    private String raw(String... lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void aRequestBecomesACallAndTheReplyItsAnswer() throws Exception {
        HttpResponse<String> answer =
                get("/export/7?table=a+b&table=%C3%BC&empty", "X-Api-Key", "k", "X-Many", "1", "X-Many", "2");
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.headers().firstValue("Location")).hasValue("/export/1");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("X-Of-The-Step")).isEmpty();
        JsonNode call = json.readTree(answer.body());
        assertThat(call.path("path").asText()).isEqualTo("/export/7");
        assertThat(call.path("query").toString()).isEqualTo("{\"table\":[\"a b\",\"ü\"],\"empty\":[\"\"]}");
        assertThat(call.at("/headers/x-api-key").asText()).isEqualTo("k");
        assertThat(call.at("/headers/x-many").asText()).isEqualTo("1, 2");
        assertThat(call.path("at").asText()).isEqualTo(NOON.toString());
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValue(call.path("id").asText());
    }

    @Test
    void nothingButTheCallReachesTheStep() throws Exception {
        HttpResponse<String> answer =
                get("/export?CamelHttpResponseCode=500&x-api-key=k&CamelFileName=a", "CamelHttpUri", "http://evil");
        assertThat(answer.statusCode()).isEqualTo(207);
        JsonNode call = json.readTree(answer.body());
        assertThat(call.path("camel").asInt()).isEqualTo(1);
        assertThat(call.path("headers").has("x-api-key")).isFalse();
        assertThat(answer.headers().firstValue("CamelHttpUri")).isEmpty();
        assertThat(answer.headers().firstValue("x-api-key")).isEmpty();
    }

    @Test
    void noCallerChoosesTheIdOfARequest() throws Exception {
        String one = json.readTree(get("/export", "X-Request-Id", "mine").body())
                .path("id")
                .asText();
        String two = json.readTree(get("/export", "X-Request-Id", "mine").body())
                .path("id")
                .asText();
        assertThat(List.of(one, two)).doesNotContain("mine").doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void anyOtherMethodIsRefusedWithTheOneThatIsExpected(String method) throws Exception {
        String answer = raw(method + " /export HTTP/1.1", "Host: a", "Content-Length: 100000");
        assertThat(answer)
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET")
                .contains("\"status\":405");
    }

    @Test
    void aRequestForTheHeadAloneIsRefusedWithoutABody() throws Exception {
        String answer = raw("HEAD /export HTTP/1.1", "Host: a");
        assertThat(answer)
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aFormThatIsPostedIsNotRead() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/export"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("table=a"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    /** Calls of one client share a connection there, which a call that is refused would end for all. */
    @Test
    void overHttp2ACallThatIsRefusedLeavesTheOthersAlone() throws Exception {
        get("/export");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int call = 0; call < 50; call++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/export"));
            answers.add(http.sendAsync(
                    (call % 2 == 0 ? request.GET() : request.POST(BodyPublishers.ofString("x".repeat(10_000)))).build(),
                    BodyHandlers.ofString()));
        }
        for (int call = 0; call < 50; call++) {
            HttpResponse<String> answer = answers.get(call).get();
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(call % 2 == 0 ? 207 : 405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", "Transfer-Encoding: chunked"})
    void aBodyThatNobodyAskedForIsRefusedAndNotWaitedFor(String header) throws Exception {
        assertThat(raw("GET /export HTTP/1.1", "Host: a", header))
                .startsWith("HTTP/1.1 400")
                .contains("has a body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/export?table=%zz", "/export?table=%ff", "/export?%"})
    void aQueryThatCannotBeDecodedIsAProblemOfTheCallersAndNotLogged(String target) throws Exception {
        try (HeardLog log = new HeardLog()) {
            assertThat(raw("GET " + target + " HTTP/1.1", "Host: a", "Connection: close"))
                    .startsWith("HTTP/1.1 400")
                    .contains("percent-encoded", "application/problem+json");
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/exp%zzort", "/export%"})
    void aPathThatCannotBeDecodedIsRefusedByTheServer(String target) throws Exception {
        assertThat(raw("GET " + target + " HTTP/1.1", "Host: a", "Connection: close"))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @CsvSource({"3000, 207", "5000, 414"})
    void aRequestLineHasABound(int length, int status) throws Exception {
        assertThat(raw("GET /export?a=" + "x".repeat(length) + " HTTP/1.1", "Host: a", "Connection: close"))
                .matches("(?s)HTTP/1\\.[01] " + status + ".*");
    }

    @ParameterizedTest
    @CsvSource({"7000, 207", "9000, 431"})
    void headersHaveABound(int length, int status) throws Exception {
        assertThat(raw("GET /export HTTP/1.1", "Host: a", "X-Long: " + "x".repeat(length), "Connection: close"))
                .matches("(?s)HTTP/1\\.[01] " + status + ".*");
    }

    @Test
    void aPathHasABound() throws Exception {
        assertThat(get("/" + "x".repeat(1_024)).statusCode()).isEqualTo(414);
    }

    @Test
    void noContentHasNoBody() throws Exception {
        HttpResponse<String> answer = get("/empty");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/fail, a bug: request not answered", "/fail-outside, request not answered: IOException"})
    void aStepThatFailsIsAnsweredWithoutAWordOfWhyAndLoggedOnce(String path, String message) throws Exception {
        // One line an entry, whatever the last test's application has set.
        Logging.configure("INFO", "json");
        try (HeardLog log = new HeardLog()) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("Internal Server Error").doesNotContain("hunter2", "Exception");
            String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
            assertThat(log.lines()).singleElement().asString().contains(message, id, "\"ERROR\"");
        }
    }

    @Test
    void aStepWithoutAReplyIsAFailure() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(500);
    }

    @Test
    void theManagementPortAnswersForItselfAndForNothingElse() throws Exception {
        HttpResponse<String> health = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/observe/health"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(health.statusCode()).isEqualTo(200);
        HttpResponse<String> export = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/export"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(export.statusCode()).isEqualTo(404);
        assertThat(json.readTree(get("/observe/health").body()).path("path").asText())
                .isEqualTo("/observe/health");
    }
}
