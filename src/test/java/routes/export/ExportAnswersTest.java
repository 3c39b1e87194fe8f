package routes.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.FailureKind;
import routes.policy.HttpCall;
import routes.policy.HttpReply;

class ExportAnswersTest {
    private final MemoryExport lake = new MemoryExport();
    private final ExportAnswers answers = lake.parts.answers();

    @AfterEach
    void close() {
        lake.close();
    }

    private static ExportResult result(int status, Duration after) {
        return new ExportResult(
                Requests.ID,
                status,
                "what happened",
                "SELECT 1",
                2,
                1,
                false,
                2,
                1,
                Optional.of(FailureKind.TRANSIENT),
                Optional.ofNullable(after));
    }

    private Object read(String path, Map<String, String> headers) {
        return answers.read(new HttpCall(
                "GET", path, Map.of("table", List.of(ExportSamples.CUSTOMERS)), headers, "r-1", ExportSamples.AT));
    }

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "400, what happened, ",
        "403, what happened, ",
        "409, what happened, Idempotency-Key",
        "502, what happened, ",
        "504, what happened, "
    })
    void aCallerIsToldWhatHisRequestCameTo(int status, String detail, String field) throws IOException {
        HttpReply reply = answers.of(result(status, null));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("X-Export-Id", Requests.ID);
        assertThat(JSON.std.mapFrom(reply.body())).containsEntry("detail", detail);
        assertThat(JSON.std.mapFrom(reply.body()).get("field")).isEqualTo(field);
    }

    @Test
    void aCallerIsToldNothingOfWhatIsOurs() {
        HttpReply reply = answers.of(result(500, null));
        assertThat(reply.status()).isEqualTo(500);
        assertThat(text(reply)).doesNotContain("what happened").doesNotContain("SELECT");
        assertThat(text(answers.failed(new IllegalStateException("what happened"))))
                .doesNotContain("what happened");
    }

    @ParameterizedTest
    @CsvSource({"202, , 5", "202, 7, 7", "502, , 60", "502, 7, 7"})
    void aCallerWhoShouldComeAgainIsToldWhen(int status, Integer after, String seconds) {
        HttpReply reply = answers.of(result(status, after == null ? null : Duration.ofSeconds(after)));
        assertThat(reply.headers()).containsEntry("Retry-After", seconds);
    }

    @Test
    void aRefusalIsFoundBehindWhateverWrapsIt() throws IOException {
        HttpReply reply = answers.failed(new RuntimeException(Refusal.badRequest("limit", "limit is 'x'")));
        assertThat(JSON.std.mapFrom(reply.body()))
                .containsEntry("status", 400)
                .containsEntry("field", "limit")
                .containsEntry("detail", "limit is 'x'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/export", "/export/0123456789abcdef0123456789abcdef", "/elsewhere"})
    void withoutTheKeyNothingIsAnswered(String path) {
        assertThat(read(path, Map.of("x-api-key", "wrong")))
                .isInstanceOfSatisfying(
                        HttpReply.class, reply -> assertThat(reply.status()).isEqualTo(401));
    }

    @Test
    void theDescriptionIsForEverybody() {
        assertThat(read(ExportInterface.PATH, Map.of()))
                .isInstanceOfSatisfying(
                        HttpReply.class, reply -> assertThat(reply.status()).isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource({
        "200, , done",
        "204, , done",
        "207, TRANSIENT, incomplete",
        "504, TRANSIENT, incomplete",
        "500, BUG, incomplete",
        "207, POISON, failed",
        "202, , begun"
    })
    void anExportShowsWhereItStands(int status, FailureKind failure, String state) throws IOException {
        Running export = ((Begun.Ours) lake.parts.exports().begin(Requests.ofCustomers(Requests.ID), "one")).export();
        export.release(new ExportResult(
                Requests.ID,
                status,
                "what happened",
                "",
                0,
                0,
                false,
                0,
                0,
                Optional.ofNullable(failure),
                Optional.empty()));
        HttpReply reply = (HttpReply) read("/export/" + Requests.ID, Map.of("x-api-key", MemoryExport.KEY));
        assertThat(JSON.std.mapFrom(reply.body())).containsEntry("state", state).containsEntry("status", status);
        assertThat(text(reply).contains("what happened")).isEqualTo(status != 500);
    }
}
