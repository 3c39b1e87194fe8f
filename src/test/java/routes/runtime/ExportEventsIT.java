package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Every shape of event, through the doors of a process and through Lambdas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportEventsIT {
    private static final String AWKWARD = "silver/customers/day=1/a b+c é%2F.parquet";

    /** Each door has a lake of its own, so that none takes another's messages. */
    private final Map<ExportDoor.Kind, ExportLake> lakes = new EnumMap<>(ExportDoor.Kind.class);

    private final Map<ExportDoor.Kind, ExportDoor> doors = new EnumMap<>(ExportDoor.Kind.class);
    private ExportLake lake;

    @BeforeAll
    void open() throws Exception {
        for (ExportDoor.Kind kind : List.of(ExportDoor.Kind.PROCESS, ExportDoor.Kind.LAMBDA_BEHIND_HTTP_API)) {
            lakes.put(kind, new ExportLake());
            doors.put(kind, kind.open(lakes.get(kind), "export.batch-size", "500"));
        }
    }

    @AfterAll
    void close() {
        doors.values().forEach(ExportDoor::close);
        lakes.values().forEach(ExportLake::close);
    }

    private ExportDoor use(ExportDoor.Kind kind) {
        lake = lakes.get(kind);
        lake.reset();
        lake.lake()
                .clients()
                .sqs()
                .purgeQueue(purge -> purge.queueUrl(lake.lake()
                        .clients()
                        .sqs()
                        .getQueueUrl(get -> get.queueName(dlq()))
                        .queueUrl()));
        return doors.get(kind);
    }

    /** No two events have one, so that no export is found to be done. */
    private static String another() {
        return UUID.randomUUID().toString();
    }

    private String dlq() {
        return lake.events() + "-dlq";
    }

    private List<Message> parked(int count) {
        await("messages parked")
                .atMost(Duration.ofSeconds(20))
                .until(() -> lake.lake().depth(dlq()) == count);
        // Looking hides them for a second, so that two looks at once see a part each.
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1_100))
                .pollDelay(Duration.ZERO)
                .until(() -> lake.lake().look(dlq()), messages -> messages.size() == count);
    }

    private void awaitExports(int count) {
        await("exports at the API")
                .atMost(Duration.ofSeconds(30))
                .until(() -> lake.exports().size() == count);
        lake.awaitIdle();
    }

    @ParameterizedTest
    @EnumSource(names = "LAMBDA_BEHIND_REST_API", mode = EnumSource.Mode.EXCLUDE)
    void anObjectsEventHoweverWrappedExportsTheRowsOfThatObjectAlone(ExportDoor.Kind kind) {
        use(kind);
        lake.putCustomers(AWKWARD, 1_000_001, 3);
        lake.send(lake.objectEvent(AWKWARD, another()));
        lake.send(ExportMessages.sns(lake.objectEvent(AWKWARD, another())));
        lake.send(ExportMessages.eventBridge(lake.bucket(), AWKWARD, another()));
        awaitExports(3);
        assertThat(lake.exports())
                .allSatisfy(id -> assertThat(lake.records(id))
                        .extracting(record -> record.get("customer_id"))
                        .containsExactlyInAnyOrder(1_000_001, 1_000_002, 1_000_003));
        assertThat(lake.lake().depth(dlq())).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = "LAMBDA_BEHIND_REST_API", mode = EnumSource.Mode.EXCLUDE)
    void ofSeveralRecordsTheBadOneAloneIsParked(ExportDoor.Kind kind) {
        use(kind);
        lake.putCustomers("silver/customers/one.parquet", 1_000_011, 2);
        lake.putCustomers("silver/customers/two.parquet", 1_000_021, 1);
        lake.send(ExportMessages.notification(List.of(
                ExportMessages.created(lake.bucket(), "silver/customers/one.parquet", another()),
                ExportMessages.created(lake.bucket(), "silver/strangers/x.parquet", another()),
                ExportMessages.created(lake.bucket(), "silver/customers/two.parquet", another()))));
        awaitExports(2);
        Message parked = parked(1).get(0);
        assertThat(parked.body()).contains("silver/strangers/x.parquet").doesNotContain("customers");
        assertThat(parked.messageAttributes().get("error_kind").stringValue()).isEqualTo("poison");
        assertThat(parked.messageAttributes().get("error").stringValue()).contains("local_strangers_silver");
        assertThat(lake.exports().stream().mapToInt(id -> lake.records(id).size()))
                .containsExactlyInAnyOrder(2, 1);
    }

    @ParameterizedTest
    @EnumSource(names = "LAMBDA_BEHIND_REST_API", mode = EnumSource.Mode.EXCLUDE)
    void whatIsNoEventIsParkedWithItsReasonAndNothingIsAsked(ExportDoor.Kind kind) {
        use(kind);
        int before = (int) lake.queries().get("started");
        lake.send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"" + lake.bucket() + "\"}");
        lake.send("{\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{}}");
        lake.send("not JSON");
        lake.send("{}");
        lake.send(ExportMessages.schedule("table", "local_orders_silver"));
        lake.send(ExportMessages.schedule("table", ExportLake.TABLE, "where_clause", "1=1; DROP TABLE x"));
        lake.send(ExportMessages.resume("0123456789abcdef0123456789abcdef"));
        lake.send(lake.objectEvent("silver/customers/", another()));
        lake.awaitIdle();
        assertThat(parked(6))
                .extracting(message -> message.messageAttributes().get("error").stringValue())
                .allMatch(reason -> reason.lines().count() == 1)
                .anyMatch(reason -> reason.contains("source is 'aws.ec2'"))
                .anyMatch(reason -> reason.contains("no JSON object"))
                .anyMatch(reason -> reason.contains("event is none that is known"))
                .anyMatch(reason -> reason.contains("local_orders_silver"))
                .anyMatch(reason -> reason.contains("where_clause"))
                .anyMatch(reason -> reason.contains("no export of that id"));
        assertThat(lake.exports()).isEmpty();
        assertThat(lake.queries()).containsEntry("started", before);
    }

    @ParameterizedTest
    @EnumSource(names = "LAMBDA_BEHIND_REST_API", mode = EnumSource.Mode.EXCLUDE)
    void aSchedulesEventOnTheQueueExportsItsDays(ExportDoor.Kind kind) {
        use(kind);
        lake.send(ExportMessages.schedule("table", ExportLake.TABLE, "date_filter", "last_week"));
        lake.send(ExportMessages.schedule("table", ExportLake.TABLE, "where_clause", "vip = true"));
        awaitExports(2);
        // The customers were processed evenly over the last ten days.
        assertThat(lake.exports().stream()
                        .mapToInt(id -> lake.records(id).size())
                        .sorted()
                        .toArray())
                .satisfies(counts -> assertThat(counts[0]).isBetween(10, 30))
                .satisfies(counts -> assertThat(counts[1]).isBetween(1_380, 1_420));
    }

    @Test
    void aLambdaThatIsSentAnEventAnswersWhatBecameOfIt() throws Exception {
        ExportLambdas lambdas = (ExportLambdas) use(ExportDoor.Kind.LAMBDA_BEHIND_HTTP_API);
        lake.putCustomers(AWKWARD, 1_000_001, 3);
        Map<?, ?> day = (Map<?, ?>) lambdas.trigger(ExportMessages.schedule("table", ExportLake.TABLE))
                .get("apiResult");
        assertThat(day.get("failed_batches")).isEqualTo(0);
        assertThat(day.get("success_rate")).isEqualTo(100.0);
        Map<String, Object> told = lambdas.trigger(lake.objectEvent(AWKWARD, another()));
        assertThat(told).containsEntry("recordsProcessed", 3).containsEntry("truncated", false);
        assertThat(lambdas.trigger(ExportMessages.resume((String) told.get("exportId"))))
                .as("what is done stays done")
                .isEqualTo(told);
        assertThat(lake.posts((String) told.get("exportId"), 1)).isEqualTo(1);
    }

    @Test
    void aLambdaThrowsWhatIsNotCompleteSoThatItsPlatformSeesIt() {
        ExportLambdas lambdas = (ExportLambdas) use(ExportDoor.Kind.LAMBDA_BEHIND_HTTP_API);
        assertThatThrownBy(() -> lambdas.trigger("{\"hello\":\"world\"}"))
                .hasMessageContaining("event is none that is known");
        assertThatThrownBy(() -> lambdas.trigger(ExportMessages.schedule("table", "local_orders_silver")))
                .hasMessageContaining("local_orders_silver");
        lake.lake().behave("{\"end\":\"api\",\"do\":\"status\",\"status\":400,\"batch\":2,\"times\":1}");
        assertThatThrownBy(() -> lambdas.trigger(lake.objectEvent(another())))
                .hasMessageContaining("1 of 4 batches failed");
    }

    @Test
    void theSameEventAtTwoReplicasAtOnceIsSentOnce() throws Exception {
        use(ExportDoor.Kind.PROCESS);
        String event = lake.objectEvent(another());
        lake.lake().behave("{\"end\":\"api\",\"do\":\"slow\",\"delay_ms\":100}");
        try (ExportProcess replica = new ExportProcess(lake, new CountingMeter(), "export.batch-size", "500")) {
            assertThat(replica).isNotNull();
            for (int i = 0; i < 12; i++) {
                lake.send(i % 2 == 0 ? event : ExportMessages.sns(event));
            }
            awaitExports(1);
            await().until(() -> lake.row(lake.exports().get(0)).containsKey("finished_at"));
        }
        assertThat(lake.export(lake.exports().get(0)))
                .containsEntry("records", ExportLake.CUSTOMERS)
                .containsEntry("posts", 4)
                .containsEntry("repeated_keys", 0);
        assertThat(lake.queries()).containsEntry("started", 1);
        assertThat(lake.lake().depth(dlq())).isZero();
    }
}
