package routes.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.LakeInMemory;
import routes.policy.Backoff;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.FailurePolicy;
import routes.policy.HttpBorder;
import routes.policy.Lake;
import routes.policy.Outcome;
import routes.policy.QueueMessage;
import routes.policy.Tries;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** What becomes of the messages of a batch when the source, over HTTP, answers one of them badly. */
class IngestAnswersRoutesTest {
    private static final String WHOLE = "{\"items\":[{\"id\":1}],\"has_more\":false}";
    private static final String PARKED = "ingest-api-a-dlq";

    @TempDir
    Path directory;

    private final Clock clock = Clock.systemUTC();
    private final LakeInMemory memory = new LakeInMemory(clock);
    private final Lake lake = memory.lake();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> askedElsewhere = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final CamelContext context = new DefaultCamelContext();
    private HttpServer source;
    private HttpServer elsewhere;

    private record Answer(int status, String body, String location) {}

    @BeforeEach
    void start() throws Exception {
        source = serve(asked);
        elsewhere = serve(askedElsewhere);
        IngestSettings settings = TestParts.settings("ingest.sources.api-a.url", uri(source));
        Tries tries = new Tries(new Backoff(3, Duration.ofMillis(1), Duration.ofSeconds(1)), clock, () -> 0);
        HttpBorder.install(context, settings.contact(), clock);
        context.addRoutesConfigurations(new FailurePolicy("ingest", tries, lake.parking()));
        context.addRoutes(new IngestRoutes(IngestParts.of(lake, settings, directory)));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        memory.close();
        source.stop(0);
        elsewhere.stop(0);
    }

    private HttpServer serve(List<String> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            received.add(query);
            Answer answer = answers.getOrDefault(query, new Answer(200, WHOLE, ""));
            if (!answer.location().isEmpty()) {
                exchange.getResponseHeaders().add("Location", answer.location());
            }
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String uri(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/data";
    }

    private static String query(int page) {
        return "date=2026-11-19&page=" + page;
    }

    private static String message(int page) {
        return "{\"endpoint\":\"api-a\",\"ingestion_date\":\"2026-11-19\",\"page\":" + page + "}";
    }

    private Map<String, Outcome> fetch(int receives, String... bodies) {
        List<QueueMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new QueueMessage("m" + messages.size(), "ingest-api-a", body, Map.of(), receives));
        }
        Batch batch = new Batch(messages, Clock.systemUTC().instant().plusSeconds(60));
        return context.createProducerTemplate()
                .requestBody("direct:ingest-fetch", batch, BatchResult.class)
                .outcomes();
    }

    private Map<String, String> reason(int parked) {
        SendMessageBatchRequestEntry entry = memory.sqs.sent(PARKED).get(parked);
        Map<String, String> reason = new java.util.TreeMap<>();
        entry.messageAttributes().forEach((name, value) -> reason.put(name, value.stringValue()));
        return reason;
    }

    @Test
    void aBadMessageIsParkedWithItsReasonAndTheTenGoodOnesAreStored() {
        String[] bodies = new String[11];
        for (int page = 1; page <= 10; page++) {
            bodies[page] = message(page);
        }
        bodies[0] = "{\"endpoint\":\"../x\",\"ingestion_date\":\"2026-11-19\",\"page\":1}";
        Map<String, Outcome> outcomes = fetch(1, bodies);
        assertThat(outcomes.get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(outcomes.values()).filteredOn(new Outcome.Done()::equals).hasSize(10);
        assertThat(memory.s3.keys()).hasSize(10);
        assertThat(memory.sqs.bodies(PARKED)).containsExactly(bodies[0]);
        assertThat(reason(0))
                .containsEntry("error_kind", "poison")
                .containsEntry("error", "endpoint is not a name of lower-case letters, digits and dashes")
                .containsEntry("failed_route", "ingest-page")
                .containsEntry("attempts", "1")
                .containsKey("run_id");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 422})
    void aRequestThatTheSourceRefusesIsNotMadeAgain(int status) {
        answers.put(query(1), new Answer(status, "", ""));
        assertThat(fetch(1, message(1)).get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(asked).hasSize(1);
        assertThat(reason(0)).containsEntry("error", "source api-a answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aRequestThatMaySucceedLaterIsMadeAgainAndThenLeftToTheQueue(int status) {
        answers.put(query(1), new Answer(status, "", ""));
        assertThat(fetch(1, message(1)).get("m0")).isInstanceOf(Outcome.Retry.class);
        assertThat(asked).hasSize(3);
        assertThat(memory.sqs.sent(PARKED)).isEmpty();
    }

    @Test
    void aBodyThatIsNoJsonIsNotAskedForAgain() {
        answers.put(query(1), new Answer(200, "<html>busy</html>", ""));
        assertThat(fetch(1, message(1)).get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(asked).hasSize(1);
        assertThat(reason(0).get("error")).startsWith("response is not JSON");
        assertThat(memory.s3.keys()).isEmpty();
    }

    @Test
    void onItsFifthReceiveAMessageIsParkedWithItsReasonAndNotLeftToTheRedriveOfTheQueue() {
        answers.put(query(1), new Answer(503, "", ""));
        assertThat(fetch(5, message(1)).get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(reason(0)).containsEntry("error_kind", "transient").containsEntry("attempts", "5");
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() {
        answers.put(query(1), new Answer(302, "", uri(elsewhere)));
        Outcome outcome = fetch(1, message(1)).get("m0");
        assertThat(askedElsewhere).as("requests to the other host").isEmpty();
        assertThat(outcome).isInstanceOf(Outcome.Parked.class);
    }

    @Test
    void aLinkInAnAnswerIsContentAndTheNextPageIsAskedForByItsNumber() {
        String linked = "{\"items\":[{\"id\":1}],\"has_more\":true,\"next\":\"" + uri(elsewhere) + "\"}";
        answers.put(query(1), new Answer(200, linked, ""));
        assertThat(fetch(1, message(1)).get("m0")).isEqualTo(new Outcome.Done());
        assertThat(memory.sqs.bodies("ingest-api-a")).containsExactly(message(2));
        fetch(1, memory.sqs.bodies("ingest-api-a").get(0));
        assertThat(asked).containsExactly(query(1), query(2));
        assertThat(askedElsewhere).isEmpty();
    }
}
