package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails at the API, at its token endpoint and in Athena, and what becomes of the export. */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "the local cloud's Athena alone can be told what to do")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportFailuresIT {
    private static final int BATCHES = 20;

    private final ExportLake lake = new ExportLake();
    private final CountingMeter meter = new CountingMeter();
    private ExportProcess process;

    @BeforeAll
    void start() throws Exception {
        process = new ExportProcess(
                lake,
                meter,
                "export.retry-delay",
                "10ms",
                "export.response-timeout",
                "1s",
                "export.retry-after-cap",
                "2s",
                "export.query-timeout",
                "2s",
                "lake.visibility",
                "3s");
    }

    @BeforeEach
    void forget() {
        lake.reset();
    }

    @AfterAll
    void close() {
        process.close();
        lake.close();
    }

    private ExportDoor.Answer exportAll() throws Exception {
        return process.export("limit", "10000");
    }

    private void api(String order) {
        lake.lake().behave("{\"end\":\"api\"," + order + "}");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }

    /** The one export that the API knows, once all of it is there and the ledger says so. */
    private String awaitWhole() {
        soon().until(() ->
                lake.exports().size() == 1 && lake.row(lake.exports().get(0)).containsKey("finished_at"));
        String id = lake.exports().get(0);
        assertThat(lake.export(id)).containsEntry("records", ExportLake.CUSTOMERS);
        return id;
    }

    private void assertParked(String exportId, int batch, String reason) {
        assertThat(lake.parkedBatches(exportId))
                .containsExactly("failed/export/" + exportId + "/batch-" + batch + ".json");
        Map<String, Object> parked = lake.parkedBatch(exportId, batch);
        assertThat(parked).containsEntry("error", reason);
        Map<?, ?> whole = (Map<?, ?>) parked.get("batch");
        assertThat(whole.get("batch_number")).isEqualTo(batch);
        assertThat(whole.get("total_batches")).isEqualTo(BATCHES);
        assertThat((List<?>) whole.get("records")).hasSize(100);
    }

    private void assertOncePosted(String exportId, int... others) {
        List<Integer> not = IntStream.of(others).boxed().toList();
        for (int batch = 1; batch <= BATCHES; batch++) {
            if (!not.contains(batch)) {
                assertThat(lake.posts(exportId, batch))
                        .as("posts of batch " + batch)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void anApiThatAsksToBeLeftAloneIsLeftAloneForAsLongAsItSays() throws Exception {
        api("\"do\":\"status\",\"status\":429,\"retry_after\":1,\"batch\":3,\"times\":1");
        Instant before = Instant.now();
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(950));
        assertThat(lake.posts(answer.exportId(), 3)).isEqualTo(2);
        assertOncePosted(answer.exportId(), 3);
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnceForAllSenders() throws Exception {
        assertThat(process.export("limit", "1").status()).isEqualTo(200);
        long fetched = meter.of("TokensFetched{pipeline=export}");
        lake.lake().behave("{\"end\":\"api-oauth\",\"do\":\"revoke-all\"}");
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(meter.of("TokensFetched{pipeline=export}")).isEqualTo(fetched + 1);
        assertOncePosted(answer.exportId());
    }

    @Test
    void anApiThatRefusesEveryTokenIsAskedTwiceForABatchAndNoMore() throws Exception {
        assertThat(process.export("limit", "1").status()).isEqualTo(200);
        api("\"do\":\"status\",\"status\":401");
        ExportDoor.Answer answer = process.export("limit", "200");
        assertThat(answer.status()).as(answer.body()).isEqualTo(502);
        assertThat(lake.posts(answer.exportId(), 1)).isEqualTo(2);
        assertThat(lake.posts(answer.exportId(), 2)).isEqualTo(2);
    }

    @Test
    void aBatchThatTheApiCannotTakeIsParkedWholeAndAResumeSendsItAndNothingElse() throws Exception {
        api("\"do\":\"status\",\"status\":500,\"batch\":5,\"times\":3");
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).as(answer.body()).isEqualTo(207);
        assertThat(answer.json())
                .containsEntry("recordsProcessed", 1_900)
                .containsEntry("message", "1 of 20 batches failed");
        assertThat(answer.apiResult().toString())
                .isEqualTo("{total_records=2000, total_batches=20, successful_batches=19, failed_batches=1,"
                        + " success_rate=95.0}");
        assertThat(lake.posts(answer.exportId(), 5)).isEqualTo(3);
        assertParked(answer.exportId(), 5, "API answered 500");
        Object queries = lake.queries().get("started");

        lake.send(ExportMessages.resume(answer.exportId()));
        assertThat(awaitWhole()).isEqualTo(answer.exportId());
        assertThat(lake.posts(answer.exportId(), 5)).isEqualTo(4);
        assertOncePosted(answer.exportId(), 5);
        assertThat(lake.queries()).containsEntry("started", queries);
        assertThat(lake.parkedBatches(answer.exportId())).isEmpty();
    }

    @Test
    void anObjectsEventComesAgainForTheBatchThatIsMissing() {
        api("\"do\":\"status\",\"status\":503,\"batch\":7,\"times\":3");
        lake.send(lake.objectEvent(UUID.randomUUID().toString()));
        String id = awaitWhole();
        assertThat(lake.posts(id, 7)).isEqualTo(4);
        assertOncePosted(id, 7);
        assertThat(lake.row(id)).containsEntry("attempt", "1");
        lake.awaitIdle();
    }

    @Test
    void aBatchThatTheApiRefusesIsNotRepeatedAndTheMessageIsParked() throws Exception {
        int before = lake.lake().depth(lake.events() + "-dlq");
        api("\"do\":\"status\",\"status\":400,\"batch\":2");
        lake.send(lake.objectEvent(UUID.randomUUID().toString()));
        soon().until(() -> lake.lake().depth(lake.events() + "-dlq") == before + 1);
        String id = lake.exports().get(0);
        assertOncePosted(id);
        assertThat(lake.export(id)).containsEntry("records", 1_900);
        assertParked(id, 2, "API answered 400");
        lake.lake().reset();
        lake.send(ExportMessages.resume(id));
        soon().until(() -> lake.row(id).containsKey("finished_at"));
        assertThat(lake.export(id)).as("the resume alone").containsEntry("posts", 1);
        assertThat(lake.parkedBatches(id)).isEmpty();
    }

    @Test
    void anApiThatIsDownIsNotAskedForEveryBatch() throws Exception {
        api("\"do\":\"status\",\"status\":503");
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).as(answer.body()).isEqualTo(502);
        assertThat(answer.headers())
                .containsKey("retry-after")
                .containsEntry("content-type", "application/problem+json");
        int tried = ((Map<?, ?>) lake.export(answer.exportId()).get("batches")).size();
        // The fifth to fail stops it; up to three more are on their way then.
        assertThat(tried).isBetween(5, 8);
        lake.lake().reset();
        lake.send(ExportMessages.resume(answer.exportId()));
        awaitWhole();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'do':'no-content'",
                "'do':'status','status':200,'body':''",
                "'do':'status','status':202,'body':'{'",
                "'do':'not-json'",
                "'do':'truncated'",
                "'do':'error-object'",
                "'do':'cut'",
                "'do':'cut','chunked':true",
                "'do':'large','bytes':1000000"
            })
    void whatFollowsASuccessIsNobodysBusinessAndTheBatchIsNeverSentAgain(String order) throws Exception {
        api(order.replace('\'', '"'));
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertOncePosted(answer.exportId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'do':'close'", "'do':'slow','delay_ms':1500"})
    void aBatchWithoutAnAnswerIsRepeatedUnderItsKey(String order) throws Exception {
        api(order.replace('\'', '"') + ",\"batch\":4,\"times\":1");
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(lake.posts(answer.exportId(), 4)).isBetween(1, 2);
        soon().until(() -> lake.posts(answer.exportId(), 4) == 2);
        assertThat(lake.export(answer.exportId()))
                .containsEntry("conflicts", 0)
                .containsEntry("records", ExportLake.CUSTOMERS);
        assertOncePosted(answer.exportId(), 4);
    }

    @Test
    void aTokenEndpointThatIsDownParksNothingAndTheEventComesAgain() throws Exception {
        // Its token is no good any more after the reset, and no other is to be had.
        lake.lake().behave("{\"end\":\"api-oauth\",\"do\":\"status\",\"status\":503,\"retry_after\":1,\"times\":2}");
        try (ExportProcess fresh = new ExportProcess(lake, new CountingMeter(), "export.events-queue", lake.idle())) {
            ExportDoor.Answer answer = fresh.export("limit", "10000");
            assertThat(answer.status()).as(answer.body()).isEqualTo(502);
            assertThat(answer.headers()).containsEntry("retry-after", "1");
            assertThat(lake.parkedBatches(answer.exportId())).isEmpty();
            lake.send(ExportMessages.resume(answer.exportId()));
            assertThat(awaitWhole()).isEqualTo(answer.exportId());
            assertOncePosted(answer.exportId());
        }
    }

    @ParameterizedTest
    @CsvSource({"fail,FAILED", "cancel,CANCELLED"})
    void aQueryThatEndsWithoutAResultIsAskedAnewByTheNextAttempt(String what, String state) throws Exception {
        int started = (int) lake.queries().get("started");
        lake.arrange("{\"do\":\"" + what + "\",\"reason\":\"GENERIC_INTERNAL_ERROR: for customer17@example.com\"}");
        lake.send(lake.objectEvent(UUID.randomUUID().toString()));
        String id = awaitWhole();
        assertThat(lake.row(id)).containsEntry("attempt", "2");
        assertThat(lake.queries()).containsEntry("started", started + 2);
        lake.awaitIdle();
    }

    @Test
    void aQueryThatIsWrongItselfIsNotAskedAgain() {
        int before = lake.lake().depth(lake.events() + "-dlq");
        int started = (int) lake.queries().get("started");
        lake.arrange("{\"do\":\"fail\",\"reason\":\"COLUMN_NOT_FOUND: no such column\"}");
        lake.send(lake.objectEvent(UUID.randomUUID().toString()));
        soon().until(() -> lake.lake().depth(lake.events() + "-dlq") == before + 1);
        assertThat(lake.queries()).containsEntry("started", started + 1);
        assertThat(lake.exports()).isEmpty();
    }

    @Test
    void aCallerOverHttpIsToldNothingOfWhyAQueryFailed() throws Exception {
        lake.arrange("{\"do\":\"fail\",\"reason\":\"INVALID_CAST_ARGUMENT: Cannot cast 'customer17' to bigint\"}");
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("its reason is in the log").doesNotContain("CAST", "customer17");
        ExportDoor.Answer standing =
                process.get("/export/" + answer.exportId(), Map.of(), Map.of("x-api-key", ExportDoor.KEY));
        assertThat(standing.body()).doesNotContain("CAST", "customer17");
    }

    @Test
    void aQueryThatTakesTooLongIsStoppedAndItsCallerToldSo() throws Exception {
        int stopped = (int) lake.queries().get("stopped");
        lake.arrange("{\"do\":\"hold\"}");
        ExportDoor.Answer answer = exportAll();
        assertThat(answer.status()).as(answer.body()).isEqualTo(504);
        assertThat(lake.queries())
                .containsEntry("stopped", stopped + 1)
                .containsEntry("running", 0)
                .containsEntry("queued", 0);
        lake.send(ExportMessages.resume(answer.exportId()));
        assertThat(awaitWhole()).isEqualTo(answer.exportId());
    }

    @Test
    void anObjectWithMoreRowsThanTheCapIsNotExportedInPart() throws Exception {
        int before = lake.lake().depth(lake.events() + "-dlq");
        try (ExportLambdas capped =
                new ExportLambdas(lake, meter, true, "export.cap", "10", "export.events-queue", lake.idle())) {
            assertThat(catchThrowable(() ->
                            capped.trigger(lake.objectEvent(UUID.randomUUID().toString()))))
                    .hasMessageContaining("more than 10 rows");
        }
        assertThat(lake.exports()).isEmpty();
        assertThat(lake.lake().depth(lake.events() + "-dlq")).isEqualTo(before);
    }
}
