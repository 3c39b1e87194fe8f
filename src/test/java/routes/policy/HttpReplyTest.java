package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplyTest {

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 199, 600})
    void aStatusThatEndsNoRequestIsRefused(int status) {
        assertThatThrownBy(() -> HttpReply.empty(status)).hasMessageContaining("expected one from 200 to 599");
    }

    @Test
    void noContentHasNoBody() {
        assertThatThrownBy(() -> HttpReply.json(204, Map.of())).hasMessageContaining("expected none");
        assertThat(HttpReply.empty(204).body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'X\r\nSet-Cookie', v", "X-A, 'v\r\nSet-Cookie: a=b'", "X-A, 'v\nb'", "'', v", "X-A, é"})
    void aHeaderThatWouldBecomeTwoIsRefused(String name, String value) {
        assertThatThrownBy(() -> HttpReply.empty(200).with(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("printable ASCII");
    }

    @Test
    void jsonIsSaidToBeJson() {
        HttpReply reply = HttpReply.json(207, Map.of("sent", List.of(1, 2)));
        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.headers()).isEqualTo(Map.of("Content-Type", "application/json"));
        assertThat(text(reply)).isEqualTo("{\"sent\":[1,2]}");
    }

    @Test
    void aProblemTellsItsFieldWhereItHasOne() {
        HttpReply reply = HttpReply.problem(Problem.of(400, "limit", "is \"0\", expected 1 to 10"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(text(reply))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                        + "\"detail\":\"is \\\"0\\\", expected 1 to 10\",\"field\":\"limit\"}");
        assertThat(text(HttpReply.problem(Problem.of(502, "the API is not available"))))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Bad Gateway\",\"status\":502,"
                        + "\"detail\":\"the API is not available\"}");
    }

    @Test
    void aProblemIsOneLine() {
        assertThat(Problem.of(500, "first\r\nsecond").detail()).isEqualTo("first  second");
        assertThat(Problem.of(500, "x".repeat(10_000)).detail()).hasSize(500);
    }

    @Test
    void aProblemWithoutATitleOrADetailIsRefused() {
        assertThatThrownBy(() -> Problem.of(200, "fine")).hasMessageContaining("status is 200");
        assertThatThrownBy(() -> Problem.of(400, " ")).hasMessageContaining("detail is blank");
    }

    @Test
    void oneMoreHeaderLeavesTheOthers() {
        HttpReply reply =
                HttpReply.json(202, Map.of()).with("Location", "/export/1").with("Location", "/export/2");
        assertThat(reply.headers()).isEqualTo(Map.of("Content-Type", "application/json", "Location", "/export/2"));
    }

    @Test
    void whatItSaysOfItselfHoldsNoBody() {
        assertThat(HttpReply.json(200, Map.of("name", "Ada")).toString()).isEqualTo("200, 14 bytes");
    }
}
