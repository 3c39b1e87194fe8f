package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import routes.lake.ObjectVersion;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** What is read past the S3 client, seen on the wire beside what the client itself asks for. */
class DirectGetTest {
    private static final String KEY = "data/day=1/a +ü.json";

    private final StaticCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key"));
    private final Wire wire = new Wire();
    private final DirectGet direct = new DirectGet(Region.EU_CENTRAL_1, Optional.<URI>empty(), credentials, wire);
    private final S3Client client = S3Client.builder()
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClient(wire)
            .build();

    private static GetObjectRequest.Builder request() {
        return GetObjectRequest.builder().bucket("lake-landing").key(KEY);
    }

    private static ObjectVersion object(long size) {
        return new ObjectVersion(
                "lake-landing", KEY, Optional.of("v1"), Optional.empty(), Optional.empty(), OptionalLong.of(size));
    }

    private ObjectReader.Opened open(long size) {
        return new ObjectReader(() -> client, () -> Optional.of(direct), Optional::empty).open(object(size));
    }

    @Test
    void theSameObjectIsAskedForAsByTheS3Client() throws IOException {
        GetObjectRequest request =
                request().versionId("v 1").ifMatch("\"e\"").range("bytes=7-").build();
        client.getObject(request).close();
        wire.answers.add(206);
        assertThat(direct.get(request)).isPresent();
        SdkHttpRequest theirs = wire.requests.get(0);
        SdkHttpRequest ours = wire.requests.get(1);
        assertThat(ours.getUri()).isEqualTo(theirs.getUri());
        for (String header : new String[] {"If-Match", "Range", "Host"}) {
            assertThat(ours.firstMatchingHeader(header)).isEqualTo(theirs.firstMatchingHeader(header));
        }
        assertThat(ours.firstMatchingHeader("Authorization").orElseThrow())
                .startsWith("AWS4-HMAC-SHA256 Credential=access-key/")
                .contains("/eu-central-1/s3/aws4_request");
    }

    @Test
    void itsContentIsReadWithItsLength() throws IOException {
        wire.body = "content".getBytes(UTF_8);
        assertThat(open(7)).isInstanceOfSatisfying(ObjectReader.Content.class, content -> {
            assertThat(content.size()).isEqualTo(7);
            assertThat(content.content()).hasContent("content");
        });
        assertThat(wire.agents()).containsExactly("lake-routes");
    }

    @Test
    void anAnswerThatIsNotClearlyTheObjectIsAskedForAgainThroughTheS3Client() {
        for (int status : new int[] {500, 403, 301, Wire.BREAKS_OFF}) {
            wire.requests.clear();
            wire.answers.add(status);
            assertThat(open(0)).isInstanceOf(ObjectReader.Content.class);
            assertThat(wire.agents()).as("after %d", status).containsExactly("lake-routes", "aws-sdk-java");
        }
    }

    @Test
    void aWholeObjectInAnswerToARangeIsNotTakenForItsEnd() {
        assertThat(direct.get(request().range("bytes=7-").build())).isEmpty();
    }
}
