package routes.export;

import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntBinaryOperator;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import routes.aws.MemoryRuns;
import routes.aws.RunLedger;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.FailurePolicy;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.policy.Outcome;
import routes.policy.Poison;
import routes.policy.QueueMessage;
import routes.policy.Tick;
import routes.policy.Transient;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;

/** The order of the pipeline's steps, over Athena, S3, queues and the ledger in memory; the API is a stand-in. */
class ExportRoutesTest extends CamelTestSupport {
    private static final int DOWN = -1;

    private final MemoryExport lake = new MemoryExport(
            "EXPORT_CAP", "7",
            "EXPORT_MAX_RECORDS", "20",
            "EXPORT_DEFAULT_LIMIT", "6",
            "EXPORT_SCHEDULE_TABLE", ExportSamples.CUSTOMERS);
    private final Map<Integer, Integer> posts = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Map<String, Object>> headers = new ConcurrentLinkedQueue<>();
    private final Map<Integer, String> bodies = new ConcurrentHashMap<>();
    private Map<String, String> answerHeaders = Map.of();

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {
            new FailurePolicy("export", lake.parts.tries(), lake.lake.parking()),
            new ExportFailureRoutes(lake.parts),
            new ExportRoutes(lake.parts)
        };
    }

    @AfterEach
    void close() {
        lake.close();
    }

    /** @param api status by number of a batch and of its try; {@link #DOWN}: no answer */
    private void start(IntBinaryOperator api) throws Exception {
        context().setStreamCaching(false);
        adviceWith(
                context(),
                "export-post",
                route -> route.weaveById("export-post-api").replace().to("mock:api"));
        MockEndpoint mock = getMockEndpoint("mock:api");
        mock.whenAnyExchangeReceived(exchange -> answer(exchange, api));
        context().start();
    }

    private void answer(Exchange exchange, IntBinaryOperator api) throws IOException {
        int batch = ExportRunRoutes.batch(exchange).number();
        int attempt = posts.merge(batch, 1, Integer::sum);
        headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
        bodies.put(batch, exchange.getMessage().getBody(String.class));
        int status = api.applyAsInt(batch, attempt);
        if (status == DOWN) {
            throw new IOException("connection refused");
        }
        exchange.getMessage().removeHeaders("*");
        answerHeaders.forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader(HttpConstants.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(new ByteArrayInputStream("not JSON".getBytes(StandardCharsets.UTF_8)));
    }

    private static IntBinaryOperator always(int status) {
        return (batch, attempt) -> status;
    }

    private BatchResult receive(int receives, String... bodies) {
        List<QueueMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new QueueMessage("m" + messages.size(), "export-events", body, Map.of(), receives));
        }
        Batch batch = new Batch(messages, lake.clock.instant().plusSeconds(60));
        return template().requestBody("direct:export-request", batch, BatchResult.class);
    }

    private Outcome outcome(int receives, String body) {
        return receive(receives, body).outcomes().get("m0");
    }

    private HttpReply get(String path, String... query) {
        return call(path, Map.of("x-api-key", MemoryExport.KEY), query);
    }

    private HttpReply named(String key, String... more) {
        List<String> query = new ArrayList<>(List.of("table", ExportSamples.CUSTOMERS));
        Collections.addAll(query, more);
        Map<String, String> sent = Map.of("x-api-key", MemoryExport.KEY, "idempotency-key", key);
        return call("/export", sent, query.toArray(String[]::new));
    }

    private HttpReply call(String path, Map<String, String> sent, String... query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], List.of(query[i + 1]));
        }
        HttpCall call = new HttpCall("GET", path, parameters, sent, "r-1", ExportSamples.AT);
        return template().requestBody("direct:export-answer", call, HttpReply.class);
    }

    private HttpReply export(String... more) {
        List<String> query = new ArrayList<>(List.of("table", ExportSamples.CUSTOMERS));
        Collections.addAll(query, more);
        return get("/export", query.toArray(String[]::new));
    }

    private static Map<String, Object> json(HttpReply reply) throws IOException {
        return JSON.std.mapFrom(reply.body());
    }

    private static void retries(Outcome outcome, Optional<Duration> after) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.after()).isEqualTo(after));
    }

    @Test
    void anObjectsRowsAreSentInBatchesAndItsMessageIsDone() throws Exception {
        start(always(200));
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 1, 3, 1));
        assertThat(JSON.std.mapFrom(bodies.get(3)))
                .containsEntry("batch_number", 3)
                .containsEntry("total_batches", 3)
                .extracting("records")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(bodies.get(1)).contains("\"customer_id\":1,\"region\":\"eu \\\"1\\\"\",\"balance\":1.50");
        assertThat(lake.counted("BatchesSent")).isEqualTo(3);
        assertThat(lake.counted("RecordsExported")).isEqualTo(5);
    }

    @Test
    void onlyTheRowsOfTheObjectAreAskedFor() throws Exception {
        start(always(200));
        outcome(1, MemoryExport.event("01"));
        StartQueryExecutionRequest query = lake.athena.started().get(0);
        assertThat(query.queryString()).contains("\"$path\" = ?");
        assertThat(query.executionParameters()).containsExactly("'s3://lake-processed/silver/customers/x.parquet'");
    }

    @Test
    void theSameEventAgainIsAcknowledgedAndNothingIsAskedOrSent() throws Exception {
        start(always(200));
        receive(1, MemoryExport.event("01"), MemoryExport.event("01"));
        assertThat(outcome(2, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(lake.athena.count()).isEqualTo(1);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 1, 3, 1));
    }

    @Test
    void aSchedulesMessageWithoutATimeIsOneExportOfTheDatesOfItsFirstReceive() throws Exception {
        start((batch, attempt) -> batch == 2 && attempt <= 3 ? 503 : 200);
        String event = "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"detail\":{\"table\":\""
                + ExportSamples.CUSTOMERS + "\"}}";
        retries(outcome(1, event), Optional.empty());
        lake.pass(Duration.ofDays(1));
        assertThat(outcome(2, event)).isInstanceOf(Outcome.Done.class);
        assertThat(outcome(3, event)).isInstanceOf(Outcome.Done.class);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 4, 3, 1));
        assertThat(lake.athena.started()).hasSize(1);
        assertThat(headers)
                .extracting(one -> String.valueOf(one.get("Idempotency-Key")).split("-")[0])
                .containsOnly(
                        String.valueOf(headers.element().get("Idempotency-Key")).split("-")[0]);
    }

    @Test
    void aRequestCarriesOurHeadersAndNoOthers() throws Exception {
        start(always(200));
        outcome(1, MemoryExport.event("01"));
        assertThat(headers)
                .hasSize(3)
                .allSatisfy(one -> assertThat(one)
                        .containsOnlyKeys(
                                HttpConstants.HTTP_URI,
                                HttpConstants.HTTP_METHOD,
                                "Content-Type",
                                "Accept",
                                "Authorization",
                                "Idempotency-Key"));
        assertThat(headers)
                .extracting(one -> String.valueOf(one.get("Idempotency-Key")).replaceFirst("[0-9a-f]{32}-", ""))
                .containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void anAnswer2xxThatIsEmptyOrNoJsonIsSuccessAndIsNotSentAgain() throws Exception {
        start((batch, attempt) -> batch == 1 ? 204 : 202);
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 1, 3, 1));
    }

    @Test
    void aBatchThatTheApiRefusesIsNotTriedAgainAndTheOthersAreSent() throws Exception {
        start((batch, attempt) -> batch == 2 ? 422 : 200);
        HttpReply reply = export();
        assertThat(reply.status()).isEqualTo(207);
        assertThat(json(reply))
                .containsEntry("message", "1 of 3 batches failed")
                .containsEntry("recordsProcessed", 4);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 1, 3, 1));
        assertThat(lake.parked()).singleElement().asString().endsWith("/batch-2.json");
        assertThat(new String(lake.s3.bytes(lake.parked().get(0)), StandardCharsets.UTF_8))
                .startsWith("{\"error_kind\":\"poison\",\"error\":\"API answered 422\"")
                .contains("\"batch\":{\"batch_number\":2");
        assertThat(lake.counted("BatchesFailed")).isEqualTo(1);
    }

    @Test
    void anEventWhoseBatchesTheApiRefusesIsParkedWithTheReason() throws Exception {
        start((batch, attempt) -> batch == 2 ? 422 : 200);
        String event = MemoryExport.event("01");
        assertThat(outcome(1, event)).isInstanceOf(Outcome.Parked.class);
        assertThat(lake.sqs.bodies("export-events-dlq")).containsExactly(event);
    }

    @Test
    void aBatchThatFailsForAMomentIsTriedAgainInTheProcess() throws Exception {
        start((batch, attempt) -> batch == 2 && attempt < 3 ? DOWN : 200);
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(posts).containsEntry(2, 3);
        assertThat(lake.parked()).isEmpty();
    }

    @Test
    void whatFailedThreeTimesIsParkedAndTheNextReceiveSendsNothingElse() throws Exception {
        start((batch, attempt) -> batch == 2 && attempt <= 3 ? 503 : 200);
        retries(outcome(1, MemoryExport.event("01")), Optional.empty());
        assertThat(lake.parked()).hasSize(1);
        assertThat(outcome(2, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 4, 3, 1));
        assertThat(lake.parked()).isEmpty();
        assertThat(lake.athena.count()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnceForABatch() throws Exception {
        start((batch, attempt) -> batch == 2 && attempt == 1 ? 401 : 200);
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(posts).containsEntry(2, 2);
    }

    @Test
    void aRefusalThatStaysIsNotTriedAThirdTime() throws Exception {
        start((batch, attempt) -> batch == 2 ? 401 : 200);
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Parked.class);
        assertThat(posts).containsEntry(2, 2);
    }

    @Test
    void anApiThatRefusesEveryTokenIsNotBroughtANewOneForEachBatch() throws Exception {
        lake.athena.finds(19);
        start((batch, attempt) -> {
            lake.pass(Duration.ofMillis(1));
            return 401;
        });
        assertThat(export("limit", "19").status()).isEqualTo(502);
        assertThat(posts).hasSize(10);
        assertThat(lake.parked()).hasSize(10);
        assertThat(lake.tokensAsked()).isBetween(2, 3);
    }

    @Test
    void aTokenThatCannotBeRenewedStopsTheExportAndNothingIsParked() throws Exception {
        lake.athena.finds(19);
        start((batch, attempt) -> {
            lake.tokensAnswer(401);
            return 401;
        });
        assertThat(export("limit", "19").status()).isEqualTo(502);
        assertThat(posts).hasSizeBetween(1, 3);
        assertThat(lake.parked()).isEmpty();
        assertThat(lake.tokensAsked()).isBetween(2, 4);
    }

    @Test
    void aWishToWaitBeyondOurPatienceEndsTheExportAndItsMessageComesAgainThen() throws Exception {
        answerHeaders = Map.of("Retry-After", "600");
        start((batch, attempt) -> 429);
        retries(outcome(1, MemoryExport.event("01")), Optional.of(Duration.ofSeconds(600)));
        assertThat(posts.values()).allMatch(tries -> tries == 1);
    }

    @Test
    void anApiThatIsDownGetsAFewBatchesAndTheRestWaits() throws Exception {
        lake.athena.finds(19);
        start(always(503));
        HttpReply reply = export("limit", "19");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(posts).hasSizeBetween(3, 5);
        assertThat(reply.headers()).containsKey("Retry-After");
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).doesNotContain("customer_id");
    }

    @Test
    void withoutATokenNothingIsSentAndNothingIsParked() throws Exception {
        lake.tokensAnswer(500);
        start(always(200));
        retries(outcome(1, MemoryExport.event("01")), Optional.of(Duration.ofMinutes(1)));
        assertThat(posts).isEmpty();
        assertThat(lake.parked()).isEmpty();
    }

    @Test
    void aBatchWhoseAcknowledgementCannotBeNotedIsNotParked() throws Exception {
        lake.runs.refuse(write -> MemoryRuns.sets(write, "acknowledged") && !MemoryRuns.sets(write, "request"));
        start(always(200));
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Retry.class);
        assertThat(lake.parked()).isEmpty();
        lake.runs.refuse(write -> false);
        lake.pass(Duration.ofMinutes(6));
        assertThat(outcome(2, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(posts).containsOnlyKeys(1, 2, 3);
        assertThat(lake.athena.count()).isEqualTo(1);
    }

    @Test
    void aBatchThatCannotBeParkedStopsTheExport() throws Exception {
        lake.s3.beforeNextPut(() -> lake.s3.beforeNextPut(() -> {
            throw new IllegalStateException("the bucket is full");
        }));
        start(always(422));
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void aMessageThatIsNoEventIsParkedAndTheOthersAreExported() throws Exception {
        start(always(200));
        BatchResult result = receive(1, "no json", MemoryExport.event("01"), "{\"Event\":\"s3:TestEvent\"}");
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Parked.class);
        assertThat(result.outcomes().get("m1")).isInstanceOf(Outcome.Done.class);
        assertThat(result.outcomes().get("m2")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.sqs.bodies("export-events-dlq")).containsExactly("no json");
        assertThat(result.summary()).containsEntry("handled", 2L).containsEntry("failed", 1L);
    }

    @Test
    void everyRecordOfAMessageIsExportedAndOnlyTheBadOnesAreParked() throws Exception {
        start(always(200));
        String message = S3Messages.json(S3Messages.notification(
                S3Messages.created("silver/customers/a b.parquet"),
                S3Messages.created("silver/unknown/x.parquet"),
                S3Messages.created("silver/customers/c.parquet")));
        assertThat(outcome(1, message)).isInstanceOf(Outcome.Parked.class);
        assertThat(lake.athena.started())
                .extracting(query -> query.executionParameters().get(0))
                .containsExactly(
                        "'s3://lake-processed/silver/customers/a b.parquet'",
                        "'s3://lake-processed/silver/customers/c.parquet'");
        assertThat(lake.sqs.bodies("export-events-dlq"))
                .singleElement()
                .asString()
                .contains("unknown")
                .doesNotContain("silver/customers");
    }

    @Test
    void anObjectWhoseRowsAreNotCommittedYetIsAskedForAgainLaterByANewQuery() throws Exception {
        lake.athena.finds(0);
        start(always(200));
        String event = MemoryExport.event("gold/orders/data/x.parquet", "01");
        retries(outcome(1, event), Optional.of(Duration.ofSeconds(30)));
        lake.athena.finds(3);
        assertThat(outcome(2, event)).isInstanceOf(Outcome.Done.class);
        assertThat(lake.athena.count()).isEqualTo(2);
        assertThat(posts).containsOnlyKeys(1, 2);
    }

    @Test
    void anObjectThatACompactionHasWrittenIsNotExportedAgain() throws Exception {
        lake.athena.snapshotIs("replace");
        start(always(200));
        assertThat(outcome(1, MemoryExport.event("gold/orders/data/x.parquet", "01")))
                .isInstanceOf(Outcome.Done.class);
        assertThat(posts).isEmpty();
    }

    @Test
    void anObjectWhoseSnapshotsCouldNotBeReadIsExportedByTheNextAttempt() throws Exception {
        lake.athena.goesThrough(QueryExecutionState.SUCCEEDED, QueryExecutionState.FAILED);
        start(always(200));
        String event = MemoryExport.event("gold/orders/data/x.parquet", "01");
        assertThat(outcome(1, event)).isInstanceOf(Outcome.Retry.class);
        assertThat(outcome(2, event)).isInstanceOf(Outcome.Done.class);
        assertThat(posts).containsOnlyKeys(1, 2, 3);
    }

    @Test
    void nobodyElseTakesAnExportWhileTheSnapshotsOfItsTableAreRead() throws Exception {
        Map<String, Object> event = JSON.std.mapFrom(MemoryExport.event("gold/orders/data/x.parquet", "01"));
        Told told = lake.parts.events().read(event, lake.clock.instant()).get(0);
        String id = ((ExportRequest) told.asked().orElseThrow()).exportId();
        Set<RunLedger.Claim> claims = ConcurrentHashMap.newKeySet();
        lake.athena.goesThrough(
                QueryExecutionState.SUCCEEDED,
                QueryExecutionState.RUNNING,
                QueryExecutionState.RUNNING,
                QueryExecutionState.RUNNING);
        lake.athena.onLook(() -> {
            lake.pass(Duration.ofMinutes(2));
            claims.add(lake.lake.ledger().as("other").claim(ExportLedger.run(id), "export"));
        });
        start(always(200));
        Map<?, ?> result = template().requestBody("direct:export-trigger", event, Map.class);
        assertThat(result.get("recordsProcessed")).isEqualTo(5L);
        assertThat(claims).containsExactly(RunLedger.Claim.HELD);
    }

    @Test
    void moreRowsThanTheCapAreAFailureOfAnObjectAndNothingIsSent() throws Exception {
        lake.athena.finds(8);
        start(always(200));
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Parked.class);
        assertThat(posts).isEmpty();
    }

    @Test
    void aQueryThatFailedIsForgottenAndTheNextAttemptIsAnother() throws Exception {
        lake.athena.goesThrough(QueryExecutionState.RUNNING, QueryExecutionState.FAILED);
        start(always(200));
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Retry.class);
        assertThat(outcome(2, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(lake.athena.started())
                .extracting(StartQueryExecutionRequest::clientRequestToken)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void aQueryWhoseStartWasNotNotedIsFoundAgainByItsToken() throws Exception {
        lake.runs.refuse(write ->
                write.expressionAttributeValues().values().stream().anyMatch(value -> "q-1".equals(value.s())));
        start(always(200));
        assertThat(outcome(1, MemoryExport.event("01"))).isInstanceOf(Outcome.Retry.class);
        lake.runs.refuse(write -> false);
        lake.pass(Duration.ofMinutes(6));
        assertThat(outcome(2, MemoryExport.event("01"))).isInstanceOf(Outcome.Done.class);
        assertThat(lake.athena.started()).hasSize(2);
        assertThat(lake.athena.count()).isEqualTo(1);
    }

    @Test
    void aQueryThatTakesTooLongIsStopped() throws Exception {
        lake.athena.goesThrough(QueryExecutionState.RUNNING, QueryExecutionState.RUNNING);
        lake.athena.onLook(() -> lake.pass(Duration.ofMinutes(11)));
        start(always(200));
        HttpReply reply = export();
        assertThat(reply.status()).isEqualTo(504);
        assertThat(lake.athena.stopped()).containsExactly("q-1");
        assertThat(posts).isEmpty();
    }

    @Test
    void aLongRequestGoesOnFromTheQueueAndIsShownUnderItsId() throws Exception {
        lake.athena.goesThrough(QueryExecutionState.RUNNING);
        lake.athena.onLook(() -> lake.pass(Duration.ofSeconds(21)));
        start(always(200));
        HttpReply reply = export();
        assertThat(reply.status()).isEqualTo(202);
        String id = String.valueOf(json(reply).get("exportId"));
        assertThat(reply.headers()).containsEntry("Location", "/export/" + id).containsKey("Retry-After");
        assertThat(json(get("/export/" + id))).containsEntry("state", "querying");
        assertThat(lake.athena.stopped()).isEmpty();
        List<String> messages = lake.sqs.bodies("export-events");
        assertThat(messages).containsExactly("{\"resume\":\"" + id + "\"}");
        lake.athena.onLook(() -> {});
        assertThat(outcome(1, messages.get(0))).isInstanceOf(Outcome.Done.class);
        assertThat(lake.athena.started()).hasSize(1);
        assertThat(json(get("/export/" + id))).containsEntry("state", "done").containsEntry("status", 200);
    }

    @Test
    void aCallIsAnsweredWithWhatWasSent() throws Exception {
        start(always(200));
        HttpReply reply = export("where_clause", "region = 'secret'", "limit", "6");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply))
                .containsEntry("message", "exported 5 records")
                .containsEntry("recordsProcessed", 5)
                .containsEntry("truncated", false)
                .containsKeys("exportId", "query", "apiResult");
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
        assertThat(lake.athena.started().get(0).executionParameters()).containsExactly("'secret'");
    }

    @Test
    void aCallWithoutALimitIsToldThatThereIsMore() throws Exception {
        lake.athena.finds(7);
        start(always(200));
        assertThat(json(export())).containsEntry("recordsProcessed", 6).containsEntry("truncated", true);
        assertThat(lake.counted("Truncated")).isEqualTo(1);
    }

    @Test
    void aCallForNoRowsIsAnsweredEmpty() throws Exception {
        lake.athena.finds(0);
        start(always(200));
        HttpReply reply = export();
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.headers()).containsKey("X-Export-Id");
    }

    @Test
    void aCallThatAsksForWhatItMayNotIsToldTheFieldAndNothingIsAsked() throws Exception {
        start(always(200));
        assertThat(json(export("limit", "0"))).containsEntry("status", 400).containsEntry("field", "limit");
        assertThat(json(export("where_clause", "1=1; DROP TABLE x"))).containsEntry("field", "where_clause");
        assertThat(get("/export", "table", "dev_secrets_silver").status()).isEqualTo(403);
        assertThat(get("/somewhere").status()).isEqualTo(404);
        assertThat(get("/export/" + "0".repeat(32)).status()).isEqualTo(404);
        assertThat(lake.athena.started()).isEmpty();
    }

    @Test
    void aKeyThatWasUsedForAnotherQuestionIsNamedAsTheFieldThatIsWrong() throws Exception {
        start(always(200));
        assertThat(named("monday", "limit", "6").status()).isEqualTo(200);
        assertThat(json(named("monday", "limit", "5")))
                .containsEntry("status", 409)
                .containsEntry("field", "Idempotency-Key")
                .containsEntry("detail", "Idempotency-Key was used for another export before");
        assertThat(json(named("ü", "limit", "5")))
                .containsEntry("status", 400)
                .containsEntry("field", "Idempotency-Key");
    }

    @Test
    void aDryRunAsksAndSendsNothing() throws Exception {
        start(always(200));
        HttpReply reply = export("dry_run", "true");
        assertThat(json(reply)).containsEntry("message", "dry run");
        ExportOrder order = new ExportOrder(
                ExportSamples.CUSTOMERS,
                Optional.of("yesterday"),
                Optional.empty(),
                OptionalInt.empty(),
                true,
                Optional.empty());
        ExportResult result = template().requestBody("direct:export-order", order, ExportResult.class);
        assertThat(result.query()).startsWith("SELECT ");
        assertThat(lake.athena.started()).isEmpty();
    }

    @Test
    void aCallThatFailsForAReasonOfOursIsToldNoneOfIt() throws Exception {
        lake.athena.refuse(new IllegalStateException("password of the catalog is hush"));
        start(always(200));
        HttpReply reply = export();
        assertThat(reply.status()).isEqualTo(500);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).doesNotContain("hush");
        String id = String.valueOf(reply.headers().get("X-Export-Id"));
        assertThat(new String(get("/export/" + id).body(), StandardCharsets.UTF_8))
                .doesNotContain("hush");
    }

    @Test
    void anExportByHandIsDoneAndGoesOnByItsId() throws Exception {
        start((batch, attempt) -> batch == 2 && attempt <= 3 ? 503 : 200);
        ExportOrder order = new ExportOrder(
                ExportSamples.CUSTOMERS,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                Optional.of("mine"));
        ExportResult first = template().requestBody("direct:export-order", order, ExportResult.class);
        assertThat(first.status()).isEqualTo(207);
        ExportResult rest = template().requestBody("direct:export-order", first.exportId(), ExportResult.class);
        assertThat(rest.status()).isEqualTo(200);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 4, 3, 1));
    }

    @Test
    void anIdThatNobodyKnowsIsRefused() throws Exception {
        start(always(200));
        ExportResult none = template().requestBody("direct:export-order", "0".repeat(32), ExportResult.class);
        assertThat(none.status()).isEqualTo(400);
        assertThatThrownBy(() -> template().requestBody("direct:export-order", (Object) "mine", ExportResult.class))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(Poison.class);
    }

    @Test
    void aSchedulesEventIsAnsweredWithWhatWasSent() throws Exception {
        start(always(200));
        Map<?, ?> result = trigger(Map.of("table", ExportSamples.CUSTOMERS, "date_filter", "yesterday"));
        assertThat(result.get("recordsProcessed")).isEqualTo(5L);
    }

    private Map<?, ?> trigger(Map<String, ?> detail) {
        Map<String, Object> event = Map.of("source", "aws.events", "detail-type", "Scheduled Event", "detail", detail);
        return template().requestBody("direct:export-trigger", event, Map.class);
    }

    @Test
    void anEventThatIsRefusedThrowsAndSoDoesOneThatIsNotComplete() throws Exception {
        start((batch, attempt) -> batch == 2 ? 503 : 200);
        assertThatThrownBy(() -> trigger(Map.of("table", "dev_secrets_silver"))).hasCauseInstanceOf(Poison.class);
        assertThatThrownBy(() -> template().requestBody("direct:export-trigger", Map.of("hello", "world"), Map.class))
                .hasCauseInstanceOf(Poison.class);
        assertThatThrownBy(() -> trigger(Map.of("table", ExportSamples.CUSTOMERS)))
                .hasCauseInstanceOf(Transient.class);
    }

    @Test
    void behindAnEventOrACallNothingOfItStaysInTheContextOfTheLog() throws Exception {
        ConcurrentLinkedQueue<Map<String, String>> left = new ConcurrentLinkedQueue<>();
        Runnable look =
                () -> left.add(Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()));
        for (String route : List.of("export-trigger", "export-answer", "export-message", "export-batch")) {
            adviceWith(context(), route, woven -> woven.interceptFrom().process(exchange -> look.run()));
        }
        start((batch, attempt) -> batch == 2 ? 503 : 200);
        MDC.clear();
        assertThatThrownBy(() -> trigger(Map.of("table", ExportSamples.CUSTOMERS)))
                .hasCauseInstanceOf(Transient.class);
        look.run();
        assertThat(export().status()).isEqualTo(207);
        look.run();
        assertThat(export("limit", "0").status()).isEqualTo(400);
        look.run();
        outcome(1, MemoryExport.event("01"));
        assertThat(left).hasSize(3 + 4 + 3 * 3).containsOnly(Map.of());
    }

    @Test
    void aScheduledTimeIsExportedOnceAndMadeUpForUntilItIsComplete() throws Exception {
        Set<Integer> down = ConcurrentHashMap.newKeySet();
        down.add(2);
        start((batch, attempt) -> down.contains(batch) ? 503 : 200);
        Tick tick = new Tick(Optional.of(Instant.parse("2026-11-20T09:00:00Z")), false);
        assertThatThrownBy(() -> template().requestBody("direct:export-tick", tick))
                .hasCauseInstanceOf(Transient.class);
        down.clear();
        lake.pass(Duration.ofMinutes(6));
        template().requestBody("direct:export-tick", (Object) null);
        template().requestBody("direct:export-tick", (Object) null);
        assertThat(posts).isEqualTo(Map.of(1, 1, 2, 4, 3, 1));
        assertThat(lake.athena.count()).isEqualTo(1);
    }
}
