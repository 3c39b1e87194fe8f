package routes.aggregator;

import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.hc.core5.http.HttpEntity;
import org.junit.jupiter.api.Test;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Poison;
import routes.policy.QueueMessage;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The order of the pipeline's steps, over buckets, queues and tables in memory; NiFi is a stand-in. */
class AggregatorRoutesTest extends CamelTestSupport {
    private final MemoryAggregator lake = new MemoryAggregator();
    private final List<String> posted = new ArrayList<>();

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new AggregatorRoutes(lake.parts);
    }

    private void start(Processor nifi) throws Exception {
        context().setStreamCaching(false);
        adviceWith(
                context(),
                "aggregator-post",
                route -> route.weaveById("aggregator-post-nifi").replace().to("mock:nifi"));
        MockEndpoint mock = getMockEndpoint("mock:nifi");
        mock.whenAnyExchangeReceived(exchange -> {
            posted.add(AggregatorRoutes.attempt(exchange).bundle().id());
            nifi.process(exchange);
        });
        context().start();
    }

    private static Processor answers(int status) {
        return exchange -> {
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setHeader(HttpConstants.HTTP_RESPONSE_CODE, status);
            exchange.getMessage().setBody(null);
        };
    }

    private BatchResult bundle(List<QueueMessage> messages) {
        Batch batch = new Batch(messages, lake.clock.instant().plusSeconds(60));
        return template().requestBody("direct:aggregator-bundle", batch, BatchResult.class);
    }

    private BatchResult deliver(String... bodies) {
        List<QueueMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new QueueMessage("d" + messages.size(), "aggregator-deliveries", body, Map.of(), 1));
        }
        Batch batch = new Batch(messages, lake.clock.instant().plusSeconds(60));
        return template().requestBody("direct:aggregator-deliver", batch, BatchResult.class);
    }

    private BatchResult deliverAll() {
        return deliver(lake.sqs.bodies("aggregator-deliveries").toArray(String[]::new));
    }

    private void retries(Outcome outcome, FailureKind kind) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.kind()).isEqualTo(kind));
    }

    @Test
    void aBatchIsArchivedAnnouncedAndAcknowledgedInThisOrder() throws Exception {
        start(answers(200));
        BatchResult result = bundle(MemoryAggregator.messages(lake.put("data/a", "alpha"), lake.put("data/b", "beta")));
        assertThat(result.outcomes()).hasSize(2).containsValue(new Outcome.Done());
        assertThat(result.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
        assertThat(lake.archived()).hasSize(2).anyMatch(key -> key.endsWith(".manifest.json"));
        assertThat(lake.states().values()).containsExactly("PENDING");
        assertThat(lake.sqs.bodies("aggregator-deliveries")).hasSize(1);
        assertThat(lake.counted("bundles")).isEqualTo(1);
    }

    @Test
    void aPlannedBatchCostsOneTransactionAndTwoUpdates() throws Exception {
        start(answers(200));
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha"), lake.put("data/b", "beta")));
        assertThat(lake.dynamoDb.writes()).isEqualTo(3);
    }

    @Test
    void theSameEventsAgainAreAcknowledgedAndNothingIsMade() throws Exception {
        start(answers(200));
        String event = lake.put("data/a", "alpha");
        bundle(MemoryAggregator.messages(event, event));
        BatchResult again = bundle(MemoryAggregator.messages(event));
        assertThat(again.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
        assertThat(lake.sqs.bodies("aggregator-deliveries")).hasSize(1);
        assertThat(lake.archived()).hasSize(2);
        assertThat(lake.counted("duplicates")).isEqualTo(2);
    }

    @Test
    void anObjectThatIsGoneIsParkedWithItsReasonAndTheOthersAreBundled() throws Exception {
        start(answers(200));
        String gone = lake.put("data/gone", "x");
        String good = lake.put("data/good", "y");
        lake.s3.remove("data/gone");
        BatchResult result = bundle(MemoryAggregator.messages(gone, good));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(result.outcomes().get("m1")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.sqs.bodies("aggregator-events-dlq")).containsExactly(gone);
        assertThat(lake.archived()).hasSize(2);
    }

    @Test
    void anObjectThatIsParkedIsFreeToBeBundledWhenItsMessageIsReplayed() throws Exception {
        start(answers(200));
        String event = lake.put("data/a", "alpha");
        lake.s3.failReads(request -> request.key().equals("data/a")
                ? (S3Exception) S3Exception.builder().statusCode(404).build()
                : null);
        bundle(MemoryAggregator.messages(event));
        assertThat(lake.states().values()).containsExactly("EMPTY");
        assertThat(lake.archived()).isEmpty();
        lake.s3.failReads(request -> null);
        BatchResult replayed = bundle(MemoryAggregator.messages(event));
        assertThat(replayed.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
        assertThat(lake.states().values()).containsExactly("PENDING");
    }

    @Test
    void anObjectThatCannotBeReadNowComesAgainAloneAndIsBundledThen() throws Exception {
        start(answers(200));
        String slow = lake.put("data/slow", "x");
        String good = lake.put("data/good", "y");
        lake.s3.failReads(request -> request.key().equals("data/slow")
                ? (S3Exception) S3Exception.builder().statusCode(503).build()
                : null);
        BatchResult first = bundle(MemoryAggregator.messages(slow, good));
        retries(first.outcomes().get("m0"), FailureKind.TRANSIENT);
        assertThat(first.outcomes().get("m1")).isInstanceOf(Outcome.Done.class);
        lake.s3.failReads(request -> null);
        BatchResult second = bundle(MemoryAggregator.messages(2, slow));
        assertThat(second.outcomes().get("m0")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.sqs.bodies("aggregator-deliveries")).hasSize(2);
    }

    @Test
    void aBundleWhoseEveryObjectFailsKeepsItsPlanAndIsMadeByTheNext() throws Exception {
        start(answers(200));
        String event = lake.put("data/a", "alpha");
        lake.s3.failReads(request -> request.key().equals("data/a")
                ? (S3Exception) S3Exception.builder().statusCode(503).build()
                : null);
        retries(bundle(MemoryAggregator.messages(event)).outcomes().get("m0"), FailureKind.TRANSIENT);
        assertThat(lake.states().values()).containsExactly("PLANNED");
        lake.s3.failReads(request -> null);
        assertThat(bundle(MemoryAggregator.messages(2, event)).outcomes().get("m0"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(lake.states().values()).containsExactly("PENDING");
    }

    @Test
    void aBundleThatFailsWithPoisonParksNoneOfItsObjectsForIt() throws Exception {
        adviceWith(
                context(),
                "aggregator-make",
                route -> route.weaveById("aggregator-make-archive")
                        .before()
                        .throwException(new Poison("poison to the bundle")));
        start(answers(200));
        retries(
                bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")))
                        .outcomes()
                        .get("m0"),
                FailureKind.BUG);
        assertThat(lake.sqs.bodies("aggregator-events-dlq")).isEmpty();
    }

    @Test
    void onItsFifthReceiveAnObjectThatCannotBeReadIsParkedWithItsReason() throws Exception {
        start(answers(200));
        String event = lake.put("data/a", "alpha");
        lake.s3.failReads(
                request -> (S3Exception) S3Exception.builder().statusCode(503).build());
        assertThat(bundle(MemoryAggregator.messages(5, event)).outcomes().get("m0"))
                .isInstanceOf(Outcome.Parked.class);
        assertThat(lake.sqs
                        .sent("aggregator-events-dlq")
                        .get(0)
                        .messageAttributes()
                        .get("error_kind")
                        .stringValue())
                .isEqualTo("transient");
    }

    @Test
    void ofAMessageWithSeveralRecordsOnlyTheBadOnesAreParked() throws Exception {
        start(answers(200));
        lake.put("data/good", "y");
        String good = MemoryAggregator.record("data/good", "0", 1);
        String bad = MemoryAggregator.record("data/../../evil", "1", 1);
        BatchResult result = bundle(MemoryAggregator.messages("{\"Records\":[" + good + "," + bad + "]}"));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(lake.sqs.bodies("aggregator-events-dlq"))
                .singleElement()
                .satisfies(parked -> assertThat(parked).contains("evil").doesNotContain("good"));
        assertThat(lake.states().values()).containsExactly("PENDING");
    }

    @Test
    void aMessageThatIsNoEventIsParkedAndTheObjectsOfTheOthersAreBundled() throws Exception {
        start(answers(200));
        String good = lake.put("data/good", "y");
        BatchResult result = bundle(MemoryAggregator.messages("no json", good));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(result.outcomes().get("m1")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.sqs.bodies("aggregator-events-dlq")).containsExactly("no json");
        assertThat(lake.states().values()).containsExactly("PENDING");
    }

    @Test
    void aSupersededObjectIsAcknowledgedAndCounted() throws Exception {
        start(answers(200));
        String old = lake.put("data/a", "old");
        String young = lake.put("data/a", "young");
        BatchResult result = bundle(MemoryAggregator.messages(old, young));
        assertThat(result.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
        assertThat(lake.counted("superseded")).isEqualTo(1);
        assertThat(lake.sqs.bodies("aggregator-events-dlq")).isEmpty();
    }

    @Test
    void whoMeetsAnObjectOfALivingBundleWaitsForItsLeaseAndThenMakesThatBundle() throws Exception {
        start(answers(200));
        String a = lake.put("data/a", "alpha");
        String b = lake.put("data/b", "beta");
        lake.parts.bundling().plan(new Batch(MemoryAggregator.messages(a, b), lake.clock.instant()), "dead-worker");
        String c = lake.put("data/c", "gamma");
        BatchResult early = bundle(MemoryAggregator.messages(a, c));
        assertThat(early.outcomes().get("m0"))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.after()).contains(Duration.ofMinutes(5)));
        assertThat(early.outcomes().get("m1")).isInstanceOf(Outcome.Done.class);
        lake.pass(Duration.ofMinutes(5));
        BatchResult late = bundle(MemoryAggregator.messages(2, b));
        assertThat(late.outcomes().get("m0")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.states().values()).containsExactly("PENDING", "PENDING");
        assertThat(bundle(MemoryAggregator.messages(2, a)).outcomes().get("m0")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.sqs.bodies("aggregator-deliveries")).hasSize(2);
    }

    @Test
    void withoutItsTableNothingIsAcknowledged() throws Exception {
        start(answers(200));
        String event = lake.put("data/a", "alpha");
        lake.dynamoDb.refuse(() -> DynamoDbException.builder().statusCode(500).build());
        assertThatThrownBy(() -> bundle(MemoryAggregator.messages(event)))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(DynamoDbException.class);
        assertThat(lake.archived()).isEmpty();
    }

    @Test
    void aDeliveryThatCannotBeEnqueuedKeepsItsEventsOnTheQueue() throws Exception {
        start(answers(200));
        lake.sqs.refuse(entry -> entry.messageBody().contains("bundle_id"));
        String event = lake.put("data/a", "alpha");
        retries(bundle(MemoryAggregator.messages(event)).outcomes().get("m0"), FailureKind.TRANSIENT);
        assertThat(lake.states().values()).containsExactly("ARCHIVED");
        lake.sqs.refuse(entry -> false);
        assertThat(bundle(MemoryAggregator.messages(2, event)).outcomes().get("m0"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(lake.states().values()).containsExactly("PENDING");
        assertThat(lake.s3.written()).hasSize(3);
    }

    @Test
    void aDelivererWhoIsFasterThanTheNoteOfItsMessageDoesNotBringTheEventsBack() throws Exception {
        adviceWith(
                context(),
                "aggregator-make",
                route -> route.weaveById("aggregator-make-queue").after().process(exchange -> deliverAll()));
        start(answers(200));
        BatchResult result = bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.states().values()).containsExactly("DELIVERED");
        assertThat(posted).hasSize(1);
    }

    @Test
    void aBundleThatNifiTakesIsDeliveredAndItsMessageASecondTimeIsAcknowledgedUnsent() throws Exception {
        start(answers(200));
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        assertThat(deliverAll().outcomes().get("d0")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.states().values()).containsExactly("DELIVERED");
        assertThat(deliverAll().outcomes().get("d0")).isInstanceOf(Outcome.Done.class);
        assertThat(posted).hasSize(1);
        assertThat(lake.counted("deliveries")).isEqualTo(1);
        assertThat(lake.counted("deliveries_repeated")).isEqualTo(1);
    }

    @Test
    void theHashThatNifiIsToldIsThatOfTheBytesThatAreSent() throws Exception {
        List<String> told = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        start(exchange -> {
            told.add(exchange.getMessage().getHeader("X-Content-SHA256", String.class));
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            exchange.getMessage().getBody(HttpEntity.class).writeTo(body);
            sent.add(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.toByteArray())));
            answers(200).process(exchange);
        });
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha"), lake.put("data/b", "beta")));
        assertThat(deliverAll().outcomes().get("d0")).isInstanceOf(Outcome.Done.class);
        assertThat(told).hasSize(1).isEqualTo(sent);
    }

    @Test
    void onAHealthyPathTheCircuitIsNotWritten() throws Exception {
        start(answers(200));
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        deliverAll();
        assertThat(lake.dynamoDb.rows("lake-circuits")).isEmpty();
    }

    @Test
    void aBundleThatNifiDoesNotTakeNowStaysAndItsAttemptIsCounted() throws Exception {
        start(answers(503));
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        retries(deliverAll().outcomes().get("d0"), FailureKind.TRANSIENT);
        assertThat(lake.states().values()).containsExactly("PENDING");
        assertThat(lake.dynamoDb.rows("lake-objects").values())
                .anySatisfy(row -> assertThat(row.get("attempts")).isNotNull());
    }

    @Test
    void threeFailuresOpenTheCircuitAndThenNothingIsSent() throws Exception {
        start(answers(503));
        for (int i = 0; i < 5; i++) {
            bundle(MemoryAggregator.messages(lake.put("data/" + i, "alpha")));
        }
        BatchResult result = deliverAll();
        assertThat(posted).hasSize(3);
        assertThat(result.outcomes().values().stream()
                        .filter(outcome -> outcome.failure().equals(Optional.of(FailureKind.OUTAGE))))
                .hasSize(2);
        assertThat(lake.counted("CircuitBreakerOpen")).isEqualTo(1);
    }

    @Test
    void aDeliveryThatWaitsForNifiIsNotParkedHoweverOftenItComes() throws Exception {
        start(answers(503));
        for (int i = 0; i < 4; i++) {
            bundle(MemoryAggregator.messages(lake.put("data/" + i, "alpha")));
        }
        deliverAll();
        String waiting = lake.sqs.bodies("aggregator-deliveries").get(3);
        QueueMessage old = new QueueMessage("d0", "aggregator-deliveries", waiting, Map.of(), 999);
        Batch batch = new Batch(List.of(old), lake.clock.instant().plusSeconds(60));
        BatchResult result = template().requestBody("direct:aggregator-deliver", batch, BatchResult.class);
        retries(result.outcomes().get("d0"), FailureKind.OUTAGE);
        assertThat(lake.sqs.bodies("aggregator-deliveries-dlq")).isEmpty();
    }

    @Test
    void theProbeAfterTheCoolDownClosesTheCircuit() throws Exception {
        List<Integer> status = new ArrayList<>(List.of(503, 503, 503));
        start(exchange -> answers(status.isEmpty() ? 200 : status.remove(0)).process(exchange));
        for (int i = 0; i < 4; i++) {
            bundle(MemoryAggregator.messages(lake.put("data/" + i, "alpha")));
        }
        deliverAll();
        lake.pass(Duration.ofMinutes(6));
        BatchResult result = deliverAll();
        assertThat(result.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
        assertThat(lake.states().values()).containsOnly("DELIVERED");
    }

    @Test
    void aBundleThatNifiRefusesIsParkedAndTheCircuitStaysClosed() throws Exception {
        start(answers(400));
        for (int i = 0; i < 4; i++) {
            bundle(MemoryAggregator.messages(lake.put("data/" + i, "alpha")));
        }
        assertThat(deliverAll().outcomes().values()).allMatch(Outcome.Parked.class::isInstance);
        assertThat(posted).hasSize(4);
        assertThat(lake.states().values()).containsOnly("PARKED");
        assertThat(lake.counted("CircuitBreakerOpen")).isZero();
    }

    @Test
    void aParkedDeliveryIsSentWhenItsMessageIsReplayed() throws Exception {
        List<Integer> status = new ArrayList<>(List.of(400));
        start(exchange -> answers(status.isEmpty() ? 200 : status.remove(0)).process(exchange));
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        deliverAll();
        assertThat(deliverAll().outcomes().get("d0")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.states().values()).containsExactly("DELIVERED");
    }

    @Test
    void aBundleThatNifiTookIsNotSentAgainBecauseTheTableCouldNotBeWrittenForAMoment() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        lake.dynamoDb.refuse(() -> refusals.getAndDecrement() > 0
                ? DynamoDbException.builder().statusCode(500).build()
                : null);
        start(exchange -> {
            answers(200).process(exchange);
            refusals.set(3);
        });
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        assertThat(deliverAll().outcomes().get("d0")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.states().values()).containsExactly("DELIVERED");
        assertThat(posted).hasSize(1);
    }

    @Test
    void aBundleThatNifiTookAndThatCannotBeNotedIsLeftAsItIsForAsLongAsItsLease() throws Exception {
        start(exchange -> {
            answers(200).process(exchange);
            lake.dynamoDb.refuseTable("lake-objects");
        });
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        retries(deliverAll().outcomes().get("d0"), FailureKind.TRANSIENT);
        lake.dynamoDb.refuseTable("");
        assertThat(lake.states().values()).containsExactly("DELIVERING");
        retries(deliverAll().outcomes().get("d0"), FailureKind.TRANSIENT);
        assertThat(posted).hasSize(1);
    }

    @Test
    void aMessageThatIsNoDeliveryIsParked() throws Exception {
        start(answers(200));
        BatchResult result = deliver("no json", "{\"bundle_id\":\"../x\",\"planned_at\":\"now\",\"run_id\":\"r\"}");
        assertThat(result.outcomes().values()).hasSize(2).allMatch(Outcome.Parked.class::isInstance);
        assertThat(posted).isEmpty();
    }

    @Test
    void whileTheSharedCircuitCannotBeReadTheProcessDecidesForItself() throws Exception {
        start(exchange -> {
            throw new IOException("connection refused");
        });
        for (int i = 0; i < 5; i++) {
            bundle(MemoryAggregator.messages(lake.put("data/" + i, "alpha")));
        }
        lake.dynamoDb.refuseTable("lake-circuits");
        BatchResult result = deliverAll();
        assertThat(posted).hasSize(3);
        assertThat(result.outcomes().values()).allMatch(Outcome.Retry.class::isInstance);
        assertThat(result.outcomes().values().stream()
                        .filter(outcome -> outcome.failure().equals(Optional.of(FailureKind.OUTAGE))))
                .hasSize(2);
    }

    @Test
    void aBundleThatStoodStillTooLongIsEnqueuedAgainOnce() throws Exception {
        start(answers(200));
        bundle(MemoryAggregator.messages(lake.put("data/a", "alpha")));
        lake.pass(Duration.ofHours(2));
        Map<?, ?> found = template().requestBody("direct:aggregator-sweep", (Object) null, Map.class);
        assertThat((List<?>) found.get("enqueued")).hasSize(1);
        assertThat(lake.sqs.bodies("aggregator-deliveries")).hasSize(2);
        assertThat(template()
                        .requestBody("direct:aggregator-sweep", (Object) null, Map.class)
                        .get("enqueued"))
                .isEqualTo(List.of());
        assertThat(lake.counted("pending_deliveries")).isEqualTo(1);
    }

    @Test
    void aBundleWhoseWorkerDiedAndWhoseEventsNeverCameBackIsFinishedByTheSweep() throws Exception {
        start(answers(200));
        lake.parts
                .bundling()
                .plan(
                        new Batch(MemoryAggregator.messages(lake.put("data/a", "alpha")), lake.clock.instant()),
                        "dead-worker");
        lake.pass(Duration.ofHours(2));
        template().requestBody("direct:aggregator-sweep", (Object) null, Map.class);
        assertThat(lake.states().values()).containsExactly("PENDING");
        assertThat(lake.sqs.bodies("aggregator-deliveries")).hasSize(1);
    }
}
