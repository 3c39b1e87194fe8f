package routes.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import routes.policy.HttpReply;
import routes.policy.Problem;

class ExportInterfaceTest {
    private final HttpReply reply = new ExportInterface().description();
    private final JsonNode description = read(reply.body());

    private static JsonNode read(byte[] json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(object.fieldNames(), 0), false)
                .toList();
    }

    /** What a reference points to; anything else is itself. */
    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }

    @Test
    void itIsServedAsJson() {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("Content-Type", "application/json");
        assertThat(description.path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void everyPathIsDescribed() {
        assertThat(names(description.path("paths"))).containsExactly("/export", "/export/{id}", ExportInterface.PATH);
    }

    @Test
    void everyParameterOfAnExportIsDescribed() {
        List<String> parameters = new ArrayList<>();
        description
                .at("/paths/~1export/get/parameters")
                .forEach(parameter -> parameters.add(parameter.path("in").asText() + " "
                        + parameter.path("name").asText()));
        assertThat(parameters)
                .containsExactlyInAnyOrder(
                        "query table",
                        "query limit",
                        "query where_clause",
                        "query date_filter",
                        "query dry_run",
                        "header Idempotency-Key");
        assertThat(description.at("/components/securitySchemes/apiKey/name").asText())
                .isEqualTo("x-api-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/paths/~1export/get       | 200 202 204 207 400 401 403 405 409 414 429 500 502 504",
                "/paths/~1export~1{id}/get | 200 202 204 207 400 401 404 405 414 429 500 502 504"
            })
    void everyStatusIsDescribed(String operation, String statuses) {
        assertThat(names(description.at(operation).path("responses"))).containsExactly(statuses.split(" "));
    }

    static Stream<String> operations() {
        return Stream.of("/paths/~1export/get", "/paths/~1export~1{id}/get", "/paths/~1openapi.json/get");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyAnswerSaysWhatItsBodyLooksLikeAndOnlyNoRowsHaveNone(String operation) {
        JsonNode responses = description.at(operation).path("responses");
        for (String status : names(responses)) {
            JsonNode response = resolved(responses.path(status));
            assertThat(response.path("description").asText()).as(status).isNotBlank();
            List<String> media = names(response.path("content"));
            if (status.equals("204")) {
                assertThat(media).isEmpty();
                continue;
            }
            assertThat(media)
                    .as(status)
                    .containsExactly(status.startsWith("2") ? "application/json" : "application/problem+json");
            JsonNode schema =
                    resolved(response.path("content").path(media.get(0)).path("schema"));
            assertThat(schema.path("type").asText()).as(status).isEqualTo("object");
        }
    }

    @Test
    void everyReferencePointsToSomething() {
        List<JsonNode> references = description.findValues("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                description.at(reference.asText().substring(1)).isObject())
                        .as(reference.asText())
                        .isTrue());
    }

    @Test
    void aProblemLooksAsDescribed() {
        JsonNode schema = description.at("/components/schemas/Problem");
        JsonNode problem = read(
                HttpReply.problem(Problem.of(400, "limit", "is not a number")).body());
        assertThat(names(problem)).containsExactlyInAnyOrderElementsOf(names(schema.path("properties")));
        assertThat(problem.path("type").asText())
                .isEqualTo(schema.at("/properties/type/const").asText());
    }
}
