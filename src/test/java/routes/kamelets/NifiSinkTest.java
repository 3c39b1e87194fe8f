package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;

class NifiSinkTest {
    private final AtomicInteger status = new AtomicInteger(200);

    @Test
    void afterFailuresInARowNothingIsSentAndEveryMessageFails() throws Exception {
        status.set(503);
        try (End nifi = nifi();
                Run run = run(nifi, 300)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> send(run)).hasRootCauseInstanceOf(HttpOperationFailedException.class);
            }
            assertThatThrownBy(() -> send(run)).hasRootCauseInstanceOf(CallNotPermittedException.class);
            assertThat(nifi.calls()).hasSize(3);
        }
    }

    @Test
    void whenNifiIsBackOneMessageFindsOutAndTheCircuitCloses() throws Exception {
        status.set(503);
        try (End nifi = nifi();
                Run run = run(nifi, 1)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> send(run)).hasRootCauseInstanceOf(HttpOperationFailedException.class);
            }
            status.set(200);
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> send(run) != null);
            send(run);
            assertThat(nifi.calls()).hasSize(5);
        }
    }

    @Test
    void theBodyGoesOutWithItsTypeAndNoOtherHeader() throws Exception {
        try (End nifi = nifi();
                Run run = run(nifi, 300)) {
            run.ask(
                    "a,b",
                    Map.of("Content-Type", "text/csv", "X-Internal", "1", "CamelHttpMethod", "PUT"),
                    String.class);
            assertThat(nifi.calls()).singleElement().satisfies(call -> {
                assertThat(call.line()).isEqualTo("POST /contentListener");
                assertThat(call.body()).isEqualTo("a,b");
                assertThat(call.headers())
                        .containsEntry("Content-Type", "text/csv")
                        .doesNotContainKeys("X-Internal", "Authorization");
            });
        }
    }

    @Test
    void headersThatAreNamedGoOutAsWell() throws Exception {
        try (End nifi = nifi();
                Run run = Run.of(
                        Map.of(),
                        Map.of(),
                        "kamelet:nifi-sink?url=" + nifi.url() + "/contentListener&headers=Content-Type|X-Bundle-Id")) {
            run.ask("x", Map.of("X-Bundle-Id", "b-1", "X-Bundle-Id-Of-Others", "b-2"), String.class);
            assertThat(nifi.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.headers())
                            .containsEntry("X-Bundle-Id", "b-1")
                            .doesNotContainKey("X-Bundle-Id-Of-Others"));
        }
    }

    @Test
    void aSourceFindsTheHeadersByWhichItDeletes() throws Exception {
        Map<String, Object> headers = Map.of("CamelAwsSqsReceiptHandle", "r", "X-Internal", "1");
        try (End nifi = nifi();
                Run run = run(nifi, 300)) {
            assertThat(run.headersAfter("x", headers)).isEqualTo(headers);
            assertThat(nifi.calls()).hasSize(1);
        }
    }

    @Test
    void credentialsComeFromProperties() throws Exception {
        Map<String, String> credentials =
                Map.of("nifi-sink.basic-auth", "true", "nifi-sink.username", "lake", "nifi-sink.password", "p&w%+?");
        try (End nifi = new End(call -> new End.Answer(call.headers().containsKey("Authorization") ? 200 : 401, ""));
                Run run = Run.of(credentials, Map.of(), "kamelet:nifi-sink?url=" + nifi.url() + "/contentListener")) {
            send(run);
            assertThat(nifi.calls())
                    .as("posts of one body")
                    .singleElement()
                    .satisfies(call ->
                            assertThat(call.headers()).containsEntry("Authorization", "Basic bGFrZTpwJnclKz8="));
        }
    }

    private End nifi() throws Exception {
        return new End(call -> new End.Answer(status.get(), "ok"));
    }

    private static Run run(End nifi, int cooldown) throws Exception {
        return Run.of(
                Map.of(), Map.of(), "kamelet:nifi-sink?url=" + nifi.url() + "/contentListener&cooldown=" + cooldown);
    }

    private static String send(Run run) throws Exception {
        return run.ask("x", Map.of(), String.class);
    }
}
