package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.deploy.Yaml;

/** Shipped Pipes over queues, on the local cloud. Whatever fails, a message is done, comes again, or is parked. */
@ExtendWith(SharedCloud.class)
class PipesIT {
    private static final Map<String, String> NIFI_SECRET =
            Map.of("nifi-sink.basic-auth", "true", "nifi-sink.username", "local", "nifi-sink.password", "local");
    private static final Map<String, String> API_SECRET =
            Map.of("oauth-batch-sink.client-id", "local", "oauth-batch-sink.client-secret", "local");

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final PipeLake lake;

    PipesIT(LocalCloud cloud) {
        this.lake = new PipeLake(cloud);
    }

    @BeforeEach
    void forget() {
        lake.reset();
    }

    @AfterEach
    void close() {
        lake.reset();
        lake.close();
    }

    @Test
    void whatNifiTakesIsDeletedAndNeverSentAgain() throws Exception {
        lake.createQueue(1_000);
        try (Run run = nifi(300)) {
            send(3);
            await().atMost(Duration.ofSeconds(30)).until(() -> run.isUp() && lake.depth() == 0);
            assertThat(lake.received("nifi")).hasSize(3);
            assertThat(lake.parked()).isZero();
        }
    }

    @Test
    void whatNifiRefusesComesAgainUntilTheCircuitHasClosed() throws Exception {
        lake.createQueue(1_000);
        lake.behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503,\"times\":4}");
        try (Run run = nifi(1)) {
            send(5);
            await().atMost(Duration.ofSeconds(60)).until(() -> run.isUp() && lake.depth() == 0);
            assertThat(lake.bundles()).containsExactlyInAnyOrder("b-0", "b-1", "b-2", "b-3", "b-4");
            assertThat(lake.received("nifi")).as("posts").hasSize(5 + 4);
            assertThat(lake.parked()).isZero();
        }
    }

    @Test
    void whileTheCircuitIsOpenNothingIsSentAndEveryMessageStays() throws Exception {
        lake.createQueue(1_000);
        lake.behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503}");
        try (Run run = nifi(300)) {
            send(5);
            await().atMost(Duration.ofSeconds(60)).until(() -> run.failures().size() > 12);
            assertThat(lake.received("nifi")).as("posts until it opened").hasSize(3);
        }
        assertThat(lake.depth()).isEqualTo(5);
    }

    @Test
    void aLowRedriveParksDuringAnOutageAndLosesNothing() throws Exception {
        lake.createQueue(2);
        lake.behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503}");
        try (Run run = nifi(300)) {
            send(4);
            await().atMost(Duration.ofSeconds(60)).until(() -> run.isUp() && lake.parked() == 4);
            assertThat(lake.depth()).isZero();
        }
    }

    @Test
    void theDayBeforeGoesToTheApiInBatches() throws Exception {
        lake.createQueue(1_000);
        int yesterdays = lake.customers(today.minusDays(1));
        try (End api = api(batch -> 200);
                Run run = api(api)) {
            lake.send(today + "T09:00:00Z", Map.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> run.isUp() && lake.depth() == 0);
            assertThat(records(api)).hasSize(yesterdays);
            assertThat(ids(api)).hasSize(yesterdays);
            assertThat(posts(api)).hasSize((yesterdays + 99) / 100);
            assertThat(api.calls())
                    .allMatch(call -> call.headers().get("Authorization").startsWith("Bearer "));
            assertThat(records(api))
                    .as("names as they stand in the table")
                    .anyMatch(record -> record.path("first_name").asText().equals("Zoë"))
                    .anyMatch(record -> record.path("region").isNull());
            assertThat(lake.parked()).isZero();
        }
    }

    @Test
    void aSecondMessageIsBatchedAsTheFirst() throws Exception {
        lake.createQueue(1_000);
        int yesterdays = lake.customers(today.minusDays(1));
        try (End api = api(batch -> 200);
                Run run = api(api)) {
            lake.send(today.toString(), Map.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> run.isUp() && lake.depth() == 0);
            lake.send(today.toString(), Map.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> lake.depth() == 0);
            assertThat(records(api)).hasSize(2 * yesterdays).allMatch(JsonNode::isObject);
        }
    }

    @Test
    void aBatchThatIsRefusedComesAgainWithAllOfItsMessageUnderTheSameKeys() throws Exception {
        lake.createQueue(1_000);
        int yesterdays = lake.customers(today.minusDays(1));
        try (End api = api(batch -> batch == 2 ? 503 : 200);
                Run run = api(api)) {
            lake.send(today.toString(), Map.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> run.isUp() && lake.depth() == 0);
            assertThat(ids(api)).hasSize(yesterdays);
            Map<String, String> bodies = new TreeMap<>();
            posts(api)
                    .forEach(post -> assertThat(
                                    bodies.merge(post.headers().get("Idempotency-Key"), post.body(), (a, b) -> a))
                            .isEqualTo(post.body()));
            assertThat(posts(api)).hasSizeGreaterThan(bodies.size());
            assertThat(bodies).hasSize((yesterdays + 99) / 100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no day", "2026-01-31' OR 1=1 --"})
    void aMessageWithoutADayIsParkedAndNothingIsPosted(String body) throws Exception {
        lake.createQueue(2);
        lake.customers(today.minusDays(1));
        try (End api = api(batch -> 200);
                Run run = api(api)) {
            lake.send(body, Map.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> run.isUp() && lake.parked() == 1);
            assertThat(api.calls()).isEmpty();
        }
    }

    @Test
    void withAnApiThatStaysAwayTheMessageIsParked() throws Exception {
        lake.createQueue(2);
        lake.customers(today.minusDays(1));
        try (End api = api(batch -> 500);
                Run run = api(api)) {
            lake.send(today.toString(), Map.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> run.isUp() && lake.parked() == 1);
            assertThat(lake.depth()).isZero();
            assertThat(api.calls()).as("one batch for each receive").hasSize(2);
        }
    }

    private void send(int count) {
        IntStream.range(0, count)
                .forEach(i ->
                        lake.send("note " + i, Map.of("Content-Type", "application/gzip", "X-Bundle-Id", "b-" + i)));
    }

    private Run nifi(int cooldown) throws Exception {
        ShippedPipe shipped = new ShippedPipe("queue-to-nifi.yaml", Map.of());
        return new ShippedPipe(
                        "queue-to-nifi.yaml",
                        Map.of(
                                "uri", lake.source(shipped.value("/source/uri")),
                                "url", lake.stubs() + "/nifi/contentListener",
                                "cooldown", Integer.toString(cooldown)))
                .run(NIFI_SECRET, lake.beans());
    }

    private Run api(End api) throws Exception {
        ShippedPipe shipped = new ShippedPipe("query-to-api.yaml", Map.of());
        return new ShippedPipe(
                        "query-to-api.yaml",
                        Map.of(
                                "uri", lake.source(shipped.value("/source/uri")),
                                "query",
                                        shipped.value("/steps/0/properties/query")
                                                .replace("prod_", "local_"),
                                "database", lake.database(),
                                "outputLocation", "s3://" + lake.bucket() + "/athena/",
                                "bucket", lake.bucket(),
                                "url", api.url() + "/data/ingest",
                                "tokenUrl", lake.stubs() + "/api/oauth/token"))
                .run(API_SECRET, lake.beans());
    }

    /** @param status of the answer to the n-th batch, from 1 */
    private static End api(IntUnaryOperator status) throws Exception {
        AtomicInteger batches = new AtomicInteger();
        return new End(call -> new End.Answer(status.applyAsInt(batches.incrementAndGet()), "{}"));
    }

    private static List<End.Call> posts(End api) {
        return api.calls().stream()
                .filter(call -> call.line().equals("POST /data/ingest"))
                .toList();
    }

    private static List<JsonNode> records(End api) {
        List<JsonNode> records = new ArrayList<>();
        posts(api).forEach(post -> Yaml.parse("batch", post.body()).get(0).forEach(records::add));
        return records;
    }

    private static TreeSet<String> ids(End api) {
        TreeSet<String> ids = new TreeSet<>();
        records(api).forEach(record -> ids.add(record.path("customer_id").asText()));
        return ids;
    }
}
