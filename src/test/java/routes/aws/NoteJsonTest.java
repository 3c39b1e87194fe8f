package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DynamoDB's JSON, as its documentation has it. */
class NoteJsonTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void rowsAreAskedForByTheirIds() throws IOException {
        assertThat(json.readTree(NoteJson.get("t", List.of("a", "b \"ü\""))))
                .isEqualTo(json.readTree("{\"RequestItems\":{\"t\":{\"ConsistentRead\":true,"
                        + "\"Keys\":[{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b \\\"ü\\\"\"}}]}}}"));
    }

    @Test
    void rowsAreWrittenWhole() throws IOException {
        assertThat(json.readTree(NoteJson.put("t", List.of(Map.entry("a", Map.of("etag", "1"))))))
                .isEqualTo(json.readTree("{\"RequestItems\":{\"t\":[{\"PutRequest\":{\"Item\":"
                        + "{\"id\":{\"S\":\"a\"},\"etag\":{\"S\":\"1\"}}}}]}}"));
    }

    @Test
    void rowsOfAnAnswerAreReadAndAttributesOfOtherTypesLeftOut() {
        String answer = "{\"Responses\":{\"t\":[{\"id\":{\"S\":\"a\"},\"etag\":{\"S\":\"1\"},\"ttl\":{\"N\":\"7\"},"
                + "\"more\":{\"M\":{\"S\":{\"S\":\"x\"}}}},{\"id\":{\"S\":\"b\"}}]},\"UnprocessedKeys\":{}}";
        assertThat(NoteJson.rows(answer.getBytes(UTF_8))).hasValue(Map.of("a", Map.of("etag", "1"), "b", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"Responses\":{\"t\":[{\"etag\":{\"S\":\"1\"}}]}}",
                "{\"Responses\":{\"t\":[]},\"UnprocessedKeys\":{\"t\":{\"Keys\":[{\"id\":{\"S\":\"a\"}}]}}}"
            })
    void anAnswerThatIsNotWholeIsNone(String answer) {
        assertThat(NoteJson.rows(answer.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void aWriteIsDoneWhenNothingIsLeftUnprocessed() {
        assertThat(NoteJson.isWhole("{\"UnprocessedItems\":{}}".getBytes(UTF_8)))
                .isTrue();
        assertThat(NoteJson.isWhole("{\"UnprocessedItems\":{\"t\":[]}}".getBytes(UTF_8)))
                .isFalse();
    }
}
