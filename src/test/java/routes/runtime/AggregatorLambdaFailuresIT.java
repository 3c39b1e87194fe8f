package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/** What goes wrong in a function of the aggregator, and what its event source and the next function get to know of it. */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "only the local cloud's gateway can refuse calls")
class AggregatorLambdaFailuresIT {
    private static final Duration RESERVE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private final AggregatorFunctions functions = new AggregatorFunctions(directory);
    private final AggregatorLake lake = functions.lake();

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    private void put(int objects) {
        IntStream.range(0, objects).forEach(i -> lake.put("data/file-" + i, "content of " + i));
    }

    /** So many bundles whose delivery messages wait on their queue. */
    private void bundles(int bundles) throws Exception {
        Function bundle = functions.bundle();
        for (int i = 0; i < bundles; i++) {
            lake.put("data/object-" + i, "content of " + i);
            assertThat(Functions.response(bundle.invoke(functions.eventsAsEvent(1))))
                    .containsEntry("handled", 1);
        }
    }

    private static List<Map<String, String>> failures(Message... messages) {
        return IntStream.range(0, messages.length)
                .mapToObj(i -> Map.of("itemIdentifier", messages[i].messageId()))
                .toList();
    }

    private static Message of(List<Message> messages, String text) {
        return messages.stream()
                .filter(message -> message.body().contains(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofSixMessagesTheOneWhoseObjectIsThrottledIsReportedAndTheGoneAndTheUnreadableOneAreParked() throws Exception {
        put(3);
        lake.put("data/throttled", "later");
        String version = lake.put("data/gone", "gone".getBytes(StandardCharsets.UTF_8));
        lake.lake()
                .clients()
                .s3()
                .deleteObject(
                        delete -> delete.bucket(lake.landing()).key("data/gone").versionId(version));
        lake.lake().sendTo(lake.events(), "no json", Map.of());
        lake.lake()
                .cloud(
                        "POST",
                        "fail",
                        "{\"service\":\"s3\",\"operation\":\"GetObject\",\"match\":\"throttled\","
                                + "\"status\":503,\"code\":\"SlowDown\",\"times\":100}");
        List<Message> messages = functions.events(6);
        Function function = functions.bundle();
        assertThat(Functions.response(function.invoke(SqsEvents.of(lake.events(), messages))))
                .containsEntry("batchItemFailures", failures(of(messages, "throttled")))
                .containsEntry("handled", 3)
                .containsEntry("failed", 3);
        assertThat(lake.members())
                .extracting(AggregatorLake.Member::name)
                .containsExactly("data/file-0", "data/file-1", "data/file-2");
        assertThat(lake.lake().look(lake.events() + "-dlq"))
                .extracting(parked -> parked.messageAttributes().get("error").stringValue())
                .satisfiesExactlyInAnyOrder(
                        gone -> assertThat(gone).isEqualTo("object is not there (any more)"),
                        unreadable -> assertThat(unreadable).startsWith("message is not a JSON object, expected"));

        lake.lake().cloud("POST", "reset", "");
        Message throttled = of(messages, "throttled");
        assertThat(Functions.response(function.invoke(SqsEvents.of(lake.events(), List.of(throttled)))))
                .containsEntry("batchItemFailures", List.of());
        assertThat(lake.members()).extracting(AggregatorLake.Member::name).contains("data/throttled");
    }

    @Test
    void nothingIsBegunWhenTheTimeIsNearlyGoneAndEveryMessageIsReported() throws Exception {
        put(3);
        for (int receive = 1; receive <= 4; receive++) {
            lake.lake().receive(lake.events(), 3, Duration.ZERO);
        }
        List<Message> lastChance = functions.events(3);
        Function function = functions.bundle("lake.lambda-reserve", RESERVE.toSeconds() + "s");
        assertThat(Functions.response(
                        function.invoke(SqsEvents.of(lake.events(), lastChance), RESERVE.minusSeconds(1))))
                .containsEntry("batchItemFailures", failures(lastChance.toArray(Message[]::new)));
        assertThat(lake.states()).isEmpty();
        assertThat(lake.keys()).isEmpty();
        assertThat(lake.lake().depth(lake.events() + "-dlq")).isZero();
    }

    @Test
    void aBundleForWhichNoTimeIsLeftAfterItsPlanIsLetGoAndTheNextFunctionTakesItOver() throws Exception {
        put(3);
        String event = functions.eventsAsEvent(3);
        hold("TransactWriteItems");
        Function slow = functions.bundle("lake.lambda-reserve", RESERVE.toSeconds() + "s", "lake.lease", "1h");
        Duration left = Duration.ofSeconds(10);
        slow.give(event, RESERVE.plus(left));
        Instant behindIt = Instant.now().plus(left).plusSeconds(1);
        held();
        await().atMost(left.multipliedBy(3)).until(() -> Instant.now().isAfter(behindIt));
        lake.lake().cloud("POST", "release", "");
        assertThat((List<?>) Functions.response(slow.posted()).get("batchItemFailures"))
                .hasSize(3);
        assertThat(lake.states()).hasSize(1).values().containsOnly("PLANNED");
        assertThat(lake.keys()).isEmpty();

        String id = lake.states().keySet().iterator().next();
        assertThat(Functions.response(functions.bundle().invoke(event)))
                .containsEntry("bundles", List.of(id))
                .containsEntry("batchItemFailures", List.of());
        assertThat(lake.members()).hasSize(3);
    }

    private void hold(String operation) {
        lake.lake()
                .cloud(
                        "POST",
                        "hold",
                        "{\"service\":\"dynamodb\",\"operation\":\"" + operation + "\",\"nth\":1,\"when\":\"after\"}");
    }

    private void held() {
        assertThat(new String(lake.lake().cloud("GET", "held?wait=60", ""), StandardCharsets.UTF_8))
                .contains("TransactWriteItems");
    }

    @Test
    void whileTheCircuitIsOpenDeliveriesAreHiddenUntilItsEndAndNoneIsSentOrCounted() throws Exception {
        bundles(3);
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503}");
        List<Message> messages = lake.lake().receive(lake.deliveries(), 3, Duration.ofSeconds(3));
        Function function = functions.deliver("aggregator.failure-threshold", "1", "aggregator.cooldown", "1h");
        int hidden = calls("sqs.ChangeMessageVisibilityBatch");
        Map<String, Object> answer = Functions.response(function.invoke(SqsEvents.of(lake.deliveries(), messages)));
        assertThat((List<?>) answer.get("batchItemFailures")).hasSize(3);
        assertThat(calls("sqs.ChangeMessageVisibilityBatch") - hidden).isEqualTo(3);
        assertThat(lake.circuit()).containsEntry("state", "open");
        assertThat(lake.lake().received("nifi")).hasSize(1);
        assertThat(lake.states()).hasSize(3).values().containsOnly("PENDING");
        assertThat(lake.states().keySet())
                .extracting(id -> lake.row(id).get("attempts"))
                .containsExactlyInAnyOrder("1", "0", "0");
        await("longer than they were hidden at first")
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(20))
                .until(() -> lake.lake().look(lake.deliveries()).isEmpty());
        assertThat(lake.lake().depth(lake.deliveries())).isEqualTo(3);
        assertThat(lake.lake().depth(lake.deliveries() + "-dlq")).isZero();
        assertThat(function.linesAsJson()).anySatisfy(line -> assertThat(line).containsEntry("CircuitBreakerOpen", 1));
    }

    private int calls(String operation) throws Exception {
        Object calls = JSON.std.mapFrom(lake.lake().cloud("GET", "calls", "")).get(operation);
        return calls instanceof Integer count ? count : 0;
    }

    @Test
    void aDeliveryThatHasComeNineHundredTimesWaitsAllTheSame() throws Exception {
        bundles(1);
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503}");
        List<Message> messages = lake.lake().receive(lake.deliveries(), 1, Duration.ofSeconds(30));
        Function function = functions.deliver("aggregator.failure-threshold", "1", "aggregator.cooldown", "1h");
        String event = SqsEvents.of(lake.deliveries(), messages)
                .replace("\"ApproximateReceiveCount\":\"1\"", "\"ApproximateReceiveCount\":\"900\"");
        assertThat(event).contains("900");
        for (int receive = 0; receive < 2; receive++) {
            assertThat(Functions.response(function.invoke(event))).containsEntry("failed", 1);
        }
        assertThat(lake.lake().depth(lake.deliveries() + "-dlq")).isZero();
        assertThat(lake.states()).values().containsOnly("PENDING");
    }

    @Test
    void credentialsThatNifiRefusesAreFetchedAgainOnceThenTheDeliveryIsParkedAndNobodyReadsThem() throws Exception {
        String password = "hunter2-of-" + lake.lake().name("nifi");
        lake.lake()
                .clients()
                .secrets()
                .putSecretValue(put -> put.secretId(lake.secret())
                        .secretString("{\"username\":\"somebody\",\"password\":\"" + password + "\"}"));
        bundles(1);
        Function function = functions.deliver();
        RuntimeApi.Posted posted = function.invoke(functions.deliveriesAsEvent(1));
        assertThat(Functions.response(posted)).containsEntry("batchItemFailures", List.of());
        assertThat(lake.lake().received("nifi")).hasSize(2);
        assertThat(lake.states()).values().containsOnly("PARKED");
        assertThat(lake.lake().look(lake.deliveries() + "-dlq")).singleElement().satisfies(parked -> {
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("poison");
            assertThat(parked.messageAttributes().get("error").stringValue()).contains("401");
            assertThat(parked.toString()).doesNotContain(password);
        });
        String encoded = Base64.getEncoder().encodeToString(("somebody:" + password).getBytes(StandardCharsets.UTF_8));
        assertThat(posted.body() + function.lines()).doesNotContain(password, encoded);
    }

    @Test
    void allKeysThatAreMissingAreNamedAtOnceAsAnInitError() throws Exception {
        RuntimeApi.Posted posted = functions
                .bundle("aggregator.landing-bucket", "", "aggregator.archive-bucket", "", "aggregator.nifi-url", "")
                .posted();
        assertThat(posted.what()).isEqualTo("init/error");
        assertThat(JSON.std.mapFrom(posted.body()).get("errorMessage").toString())
                .contains("configuration has 3 faults")
                .contains("aggregator.landing-bucket is missing")
                .contains("aggregator.archive-bucket is missing")
                .contains("aggregator.nifi-url is missing");
    }
}
