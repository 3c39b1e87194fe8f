package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
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
