package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What is asked past the DynamoDB client, seen on the wire beside what the client itself asks. */
class DirectTableTest {
    private final StaticCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key"));
    private final Wire wire = new Wire();
    private final DirectTable direct = new DirectTable(Region.EU_CENTRAL_1, Optional.<URI>empty(), credentials, wire);
    private final DynamoDbClient client = DynamoDbClient.builder()
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClient(wire)
            .build();
    private final ObjectNotes notes =
            new ObjectNotes(() -> client, () -> Optional.of(direct), "lake-objects", Runnable::run);

    @Test
    void theSameIsAskedAsByTheDynamoDbClient() {
        wire.body = "{\"Responses\":{},\"UnprocessedKeys\":{}}".getBytes(UTF_8);
        new ObjectNotes(() -> client, Optional::empty, "lake-objects", Runnable::run).find(List.of("a"));
        notes.find(List.of("a"));
        SdkHttpRequest theirs = wire.requests.get(0);
        SdkHttpRequest ours = wire.requests.get(1);
        assertThat(ours.getUri()).isEqualTo(theirs.getUri());
        for (String header : new String[] {"X-Amz-Target", "Content-Type", "Host"}) {
            assertThat(ours.firstMatchingHeader(header)).isEqualTo(theirs.firstMatchingHeader(header));
        }
        assertThat(ours.firstMatchingHeader("Authorization").orElseThrow())
                .startsWith("AWS4-HMAC-SHA256 Credential=access-key/")
                .contains("/eu-central-1/dynamodb/aws4_request");
        assertThat(wire.agents()).containsExactly("aws-sdk-java", "lake-routes");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500, Wire.BREAKS_OFF})
    void whatIsNoPlainSuccessGoesTheWayOfTheClient(int status) {
        wire.body = "{\"UnprocessedItems\":{}}".getBytes(UTF_8);
        wire.answers.add(status);
        notes.write(Map.of("a", Map.of("etag", "1")));
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void whatIsLeftUnprocessedGoesTheWayOfTheClient() {
        wire.body = "{\"UnprocessedItems\":{\"lake-objects\":[]}}".getBytes(UTF_8);
        wire.answers.addAll(List.of(200, 400));
        assertThatThrownBy(() -> notes.write(Map.of("a", Map.of("etag", "1")))).isInstanceOf(DynamoDbException.class);
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void rowsThatWereDamagedOnTheirWayAreAskedForAgainByTheClient() {
        String answer = "{\"Responses\":{\"lake-objects\":[{\"id\":{\"S\":\"7\"},\"etag\":{\"S\":\"e\"}}]}}";
        CRC32 sum = new CRC32();
        sum.update(answer.getBytes(UTF_8));
        wire.headers.put("x-amz-crc32", Long.toString(sum.getValue()));
        wire.bodies.addAll(List.of(answer.replace("\"e\"", "\"f\""), answer));
        assertThat(notes.find(List.of("7"))).isEqualTo(Map.of("7", Map.of("etag", "e")));
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void manyRowsGoInBatches() {
        wire.body =
                "{\"Responses\":{\"lake-objects\":[{\"id\":{\"S\":\"7\"},\"etag\":{\"S\":\"e\"}}]}}".getBytes(UTF_8);
        List<String> ids = java.util.stream.IntStream.range(0, 201)
                .mapToObj(Integer::toString)
                .toList();
        assertThat(notes.find(ids)).isEqualTo(Map.of("7", Map.of("etag", "e")));
        assertThat(wire.requests).hasSize(3);
    }
}
