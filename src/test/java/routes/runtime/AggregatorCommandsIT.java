package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.sqs.model.Message;

/** {@code doctor}, {@code status}, {@code trace} and {@code replay} of the aggregator. */
class AggregatorCommandsIT {
    private final AggregatorLake lake = new AggregatorLake();
    private final TestCommands commands = new TestCommands(lake.values());

    @AfterEach
    void leave() {
        lake.close();
    }

    @Test
    void theDoctorNamesATableThatIsNotAsItMustBe() {
        String bare = lake.lake().name("bare");
        lake.lake()
                .clients()
                .dynamoDb()
                .createTable(create -> create.tableName(bare)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(TestLake.text("id"))
                        .keySchema(TestLake.key("id", KeyType.HASH)));
        var ended = new TestCommands(
                        lake.values("aggregator.idempotency-table", bare, "aggregator.circuit-table", lake.objects()))
                .run("doctor");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out().lines())
                .anyMatch(line -> line.equals("FAIL  table " + bare
                        + ": has no index open-bundles: add open-bundles (open HASH, since RANGE, KEYS_ONLY)"))
                .anyMatch(line -> line.equals("FAIL  table " + lake.objects()
                        + ": has the keys [id HASH], expected [service HASH]: create it anew"));
    }

    @Test
    void theDoctorNamesATimeToLiveInAnotherAttribute() {
        var ended = new TestCommands(lake.values("aggregator.ttl-attribute", "expires")).run("doctor");
        assertThat(ended.out().lines())
                .anyMatch(line -> line.startsWith("FAIL  table " + lake.objects())
                        && line.endsWith("has the time to live in ttl, expected it in expires"));
    }

    @Test
    void theDoctorNamesAQueueThatGivesUpTooEarly() {
        var ended = new TestCommands(lake.values("aggregator.deliveries-queue", lake.events())).run("doctor");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out().lines())
                .anyMatch(line ->
                        line.startsWith("FAIL  queue " + lake.events() + ": has maxReceiveCount 6, expected 1000"));
    }

    @Test
    void theDoctorNamesASecretWithoutCredentialsAndAnAddressThatDoesNotAnswer() {
        lake.lake()
                .clients()
                .secrets()
                .createSecret(create -> create.name(lake.secret() + "-half").secretString("{\"username\":\"local\"}"));
        var ended = new TestCommands(lake.values(
                        "aggregator.nifi-secret",
                        lake.secret() + "-half",
                        "aggregator.nifi-url",
                        "http://127.0.0.1:1/contentListener"))
                .run("doctor");
        assertThat(ended.out().lines())
                .anyMatch(line -> line.equals("FAIL  secret " + lake.secret()
                        + "-half: lacks fields, expected username and password, or certificate and private_key"))
                .anyMatch(line -> line.startsWith("FAIL  url http://127.0.0.1:1/contentListener: cannot be reached")
                        && line.contains("aggregator.nifi-url"));
    }

    @Test
    void theDoctorFindsEverythingInItsPlace() {
        var ended = commands.run("doctor");
        assertThat(ended.out())
                .doesNotContain("FAIL")
                .contains(
                        "all is there",
                        "after 1000 receives",
                        "index open-bundles (open HASH, since RANGE, KEYS_ONLY)");
        assertThat(ended.code()).isZero();
    }

    @Test
    void statusTellsOfAnOpenCircuitAndOfABundleThatWaits() throws Exception {
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503}");
        lake.put("data/a", "content");
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake, "aggregator.failure-threshold", "1")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> status().contains("about=circuit, state=open"));
            assertThat(door).isNotNull();
        }
        assertThat(status())
                .contains("days=[]", "queue=" + lake.deliveries(), "about=circuit, state=open, until=20")
                .contains("about=open bundles, count=1, oldest=bundle-", "state=PENDING", "age_seconds=");
        assertThat(commands.run("status").out())
                .contains("aggregator", lake.events(), "state open, until 20", "count 1, oldest bundle-")
                .doesNotContain("source", "missing", "open since");
    }

    private String status() {
        var ended = commands.run("status", "--json");
        assertThat(ended.code()).isZero();
        return ended.json().get("pipelines").toString();
    }

    @Test
    void anObjectIsFollowedToTheBundlesOfItsVersionsAndABundleToItsObjects() throws Exception {
        String key = "data/day=1/file a+ü.json";
        String first = lake.put(key, new byte[10]);
        String second = lake.put(key, new byte[20]);
        deliverAll();

        var object = commands.run("trace", "s3://" + lake.landing() + "/" + key, "--json");
        assertThat(object.code()).isZero();
        String bundle = lake.states().keySet().iterator().next();
        assertThat((List<?>) object.json().get("versions")).hasSize(2);
        assertThat(object.json().get("versions").toString())
                .contains("bytes=10, latest=false, deleted=false, version=" + first)
                .contains("bytes=20, latest=true, deleted=false, version=" + second)
                .contains("bundle=" + bundle, "state=DELIVERED", "attempts=1", "key=s3://" + lake.archive());

        for (String name :
                List.of(bundle, "s3://" + lake.archive() + "/" + lake.bundles().get(0))) {
            var found = commands.run("trace", name, "--json");
            assertThat(found.code()).isZero();
            assertThat(found.json().toString())
                    .contains(lake.landing() + "/" + key + "/" + first, "state=DELIVERED", "content-sha256=");
        }
        String runId = lake.row(bundle).get("run_id");
        assertThat(commands.run("trace", runId, "--json").json().toString()).contains(bundle, "found=true");
    }

    @Test
    void whatIsParkedForAnObjectIsTold() throws Exception {
        lake.put("data/safe", "content");
        lake.put("data/../../evil.txt", "evil");
        deliverAll();
        var evil = commands.run("trace", "s3://" + lake.landing() + "/data/../../evil.txt", "--json");
        assertThat(evil.code()).isZero();
        assertThat(evil.json().get("versions").toString()).contains("bundle=none");
        assertThat(evil.json().get("parked").toString()).contains("queue=" + lake.events(), "error_kind=poison");
        var safe = commands.run("trace", "s3://" + lake.landing() + "/data/safe", "--json");
        assertThat(safe.json()).containsEntry("parked", List.of());
    }

    @Test
    void whatNobodyKnowsIsNotFoundAndWhatMeansNothingIsWrongUsage() {
        assertThat(commands.run("trace", "bundle-00000000000000000000000000000000")
                        .code())
                .isEqualTo(1);
        assertThat(commands.run("trace", "s3://" + lake.landing() + "/data/nothing")
                        .code())
                .isEqualTo(1);
        assertThat(commands.run("trace", "aggregator-20261120T010000Z-00000001").code())
                .isEqualTo(1);
        assertThat(commands.run("trace", "s3://elsewhere/data/nothing").code()).isEqualTo(2);
    }

    @Test
    void parkedEventsAndParkedDeliveriesAreReplayedToTheirOwnQueues() {
        for (String queue : List.of(lake.events(), lake.deliveries())) {
            lake.lake().sendTo(queue + "-dlq", "{\"of\":\"" + queue + "\"}", Map.of("error_kind", "poison"));
            lake.lake().sendTo(queue + "-dlq", "{}", Map.of("error_kind", "bug"));
            assertThat(commands.run("replay", "--queue", queue, "--kind", "poison")
                            .code())
                    .isZero();
            assertThat(lake.lake().look(queue))
                    .extracting(Message::body)
                    .contains("{\"of\":\"" + queue + "\"}")
                    .doesNotContain("{}");
            assertThat(lake.lake().depth(queue + "-dlq")).isEqualTo(1);
        }
    }

    @Test
    void aStepIsInvokedAsItsLambdaWould() {
        lake.lake().sendTo(lake.events(), "no event", Map.of());
        Message message = lake.lake().receive(lake.events(), 2, Duration.ofSeconds(30)).stream()
                .filter(received -> received.body().equals("no event"))
                .findFirst()
                .orElseThrow();
        String batch = SqsEvents.of(lake.events(), List.of(message));
        var bundle = commands.runReading(batch, "invoke", "aggregator-bundle", "--event", "-");
        assertThat(bundle.code()).isZero();
        assertThat(bundle.json()).containsEntry("batchItemFailures", List.of());
        assertThat(lake.lake().depth(lake.events() + "-dlq")).isEqualTo(1);
        var sweep = commands.runReading("{}", "invoke", "aggregator-sweep", "--event", "-");
        assertThat(sweep.code()).isZero();
        assertThat(sweep.json()).containsEntry("open", 0);
    }

    private void deliverAll() throws Exception {
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake)) {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> lake.isIdle()
                            && !lake.states().isEmpty()
                            && lake.states().values().stream().allMatch("DELIVERED"::equals));
            assertThat(door).isNotNull();
        }
    }
}
