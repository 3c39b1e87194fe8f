package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;

class OauthBatchSinkTest {
    private static final Map<String, String> CREDENTIALS =
            Map.of("oauth-batch-sink.client-id", "lake", "oauth-batch-sink.client-secret", "s+c%r&t");

    @Test
    void recordsArePostedInBatchesWithOneTokenForAll() throws Exception {
        try (End api = api(200);
                Run run = run(api)) {
            run.ask(
                    List.of(Map.of("id", 1), Map.of("id", 2), Map.of("id", 3)),
                    Map.of("X-Internal", "1"),
                    Object.class);
            assertThat(api.calls())
                    .filteredOn(call -> call.line().equals("POST /token"))
                    .hasSize(1);
            assertThat(batches(api))
                    .extracting(End.Call::body)
                    .containsExactly("[{\"id\":1},{\"id\":2}]", "[{\"id\":3}]");
            assertThat(batches(api))
                    .allSatisfy(call -> assertThat(call.headers())
                            .containsEntry("Authorization", "Bearer t0")
                            .containsEntry("Content-Type", "application/json")
                            .doesNotContainKey("X-Internal"));
        }
    }

    @Test
    void aBatchThatComesAgainHasTheSameKeyAndAnotherHasAnother() throws Exception {
        try (End api = api(200);
                Run run = run(api)) {
            run.ask(List.of(1, 2, "ä"), Map.of(), Object.class);
            run.ask(List.of(1, 2, "ö"), Map.of(), Object.class);
            List<String> keys = batches(api).stream()
                    .map(call -> call.headers().get("Idempotency-Key"))
                    .toList();
            assertThat(keys.get(2)).isEqualTo(keys.get(0)).matches("[0-9a-f-]{36}");
            assertThat(Set.copyOf(keys)).hasSize(3);
        }
    }

    @Test
    void jsonTextIsReadAsRecordsAndNotCutAtItsCommas() throws Exception {
        try (End api = api(200);
                Run run = run(api)) {
            run.ask("[{\"a\":\"1,2\"},{\"a\":3},{\"a\":null}]", Map.of(), Object.class);
            run.ask("{\"a\":4,\"b\":5}".getBytes(StandardCharsets.UTF_8), Map.of(), Object.class);
            run.ask("[]", Map.of(), Object.class);
            assertThat(batches(api))
                    .extracting(End.Call::body)
                    .containsExactly("[{\"a\":\"1,2\"},{\"a\":3}]", "[{\"a\":null}]", "[{\"a\":4,\"b\":5}]");
        }
    }

    @Test
    void textThatIsNoJsonFailsAndNothingIsPosted() throws Exception {
        try (End api = api(200);
                Run run = run(api)) {
            assertThatThrownBy(() -> run.ask("a,b", Map.of(), Object.class)).isNotNull();
            assertThatThrownBy(() -> run.ask(null, Map.of(), Object.class)).isNotNull();
            assertThat(batches(api)).isEmpty();
        }
    }

    @Test
    void aBatchGoesOutBeforeTheRecordsOfTheNextAreMade() throws Exception {
        try (End api = api(200);
                Run run = run(api)) {
            List<Integer> postedBefore = new ArrayList<>();
            run.ask(
                    IntStream.range(0, 6)
                            .peek(record -> postedBefore.add(batches(api).size()))
                            .iterator(),
                    Map.of(),
                    Object.class);
            assertThat(batches(api)).hasSize(3);
            assertThat(postedBefore.get(5))
                    .as("batches posted when the last record is made")
                    .isPositive();
        }
    }

    @Test
    void withoutATokenNothingIsPosted() throws Exception {
        try (End api = new End(call -> new End.Answer(call.line().equals("POST /token") ? 500 : 200, "{}"));
                Run run = run(api)) {
            assertThatThrownBy(() -> run.ask(List.of(1), Map.of(), Object.class))
                    .isNotNull();
            assertThat(batches(api)).isEmpty();
        }
    }

    @Test
    void aSourceFindsTheHeadersByWhichItDeletes() throws Exception {
        Map<String, Object> headers = Map.of("CamelAwsSqsReceiptHandle", "r", "X-Internal", "1");
        try (End api = api(200);
                Run run = run(api)) {
            assertThat(run.headersAfter(List.of(1), headers)).isEqualTo(headers);
            assertThat(batches(api)).hasSize(1);
        }
    }

    @Test
    void aBatchThatIsRefusedFailsTheMessageAndIsTheLast() throws Exception {
        try (End api = api(422);
                Run run = run(api)) {
            assertThatThrownBy(() -> run.ask(List.of(1, 2, 3, 4), Map.of(), Object.class))
                    .hasRootCauseInstanceOf(HttpOperationFailedException.class);
            assertThat(batches(api)).hasSize(1);
        }
    }

    private static End api(int status) throws Exception {
        return new End(call -> call.line().equals("POST /token")
                ? new End.Answer(200, "{\"access_token\":\"t0\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
                : new End.Answer(status, "{}"));
    }

    private static Run run(End api) throws Exception {
        return Run.of(
                CREDENTIALS,
                Map.of(),
                "kamelet:oauth-batch-sink?url=" + api.url() + "/ingest&tokenUrl=" + api.url() + "/token&batchSize=2");
    }

    private static List<End.Call> batches(End api) {
        return api.calls().stream()
                .filter(call -> call.line().equals("POST /ingest"))
                .toList();
    }
}
