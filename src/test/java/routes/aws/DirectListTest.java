package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What is listed past the S3 client, seen on the wire beside what the client itself asks for. */
class DirectListTest {
    private static final String PREFIX = "data/day=1/a +ü&%/";
    private static final String LAST =
            "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents>"
                    + "<Key>b</Key><LastModified>2026-11-21T20:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag>"
                    + "<Size>2</Size></Contents></ListBucketResult>";
    private static final String FIRST = "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t +/="
            + "</NextContinuationToken><Contents><Key>a</Key><ETag>e</ETag><Size>1</Size>"
            + "<LastModified>2026-11-21T20:00:00.000Z</LastModified></Contents></ListBucketResult>";

    private final StaticCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key"));
    private final Wire wire = new Wire();

    private S3Client client(Optional<URI> endpoint) {
        var builder = S3Client.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .forcePathStyle(endpoint.isPresent())
                .httpClient(wire);
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private ObjectListing listing(Optional<URI> endpoint) {
        DirectList direct = new DirectList(Region.EU_CENTRAL_1, endpoint, credentials, wire);
        return new ObjectListing(() -> client(endpoint), () -> Optional.of(direct));
    }

    private List<String> keys() {
        return listing(Optional.empty()).keys("lake-events", PREFIX).toList();
    }

    @ParameterizedTest
    @CsvSource({",", "http://127.0.0.1:4566", "http://127.0.0.1:4566/cloud"})
    void theSamePagesAreAskedForAsByTheS3Client(URI address) {
        Optional<URI> endpoint = Optional.ofNullable(address);
        wire.bodies.addAll(List.of(FIRST, LAST, FIRST, LAST));
        List<String> theirs = new ObjectListing(() -> client(endpoint))
                .keys("lake-events", PREFIX)
                .toList();
        List<String> ours = listing(endpoint).keys("lake-events", PREFIX).toList();
        assertThat(ours).isEqualTo(theirs).containsExactly("a", "b");
        assertThat(wire.agents()).containsExactly("aws-sdk-java", "aws-sdk-java", "lake-routes", "lake-routes");
        for (int page = 0; page < 2; page++) {
            SdkHttpRequest their = wire.requests.get(page);
            SdkHttpRequest our = wire.requests.get(2 + page);
            assertThat(our.rawQueryParameters()).isEqualTo(their.rawQueryParameters());
            assertThat(our.encodedPath()).isEqualTo(their.encodedPath());
            assertThat(our.host()).isEqualTo(their.host());
            assertThat(our.method()).isEqualTo(their.method());
            assertThat(our.firstMatchingHeader("Authorization").orElseThrow())
                    .startsWith("AWS4-HMAC-SHA256 Credential=access-key/")
                    .contains("/eu-central-1/s3/aws4_request");
        }
    }

    @Test
    void nothingIsAskedForBeforeItIsWanted() {
        wire.bodies.addAll(List.of(FIRST, LAST));
        var keys = listing(Optional.empty()).keys("lake-events", PREFIX).iterator();
        assertThat(keys.next()).isEqualTo("a");
        assertThat(wire.requests).hasSize(1);
        assertThat(keys.hasNext()).isTrue();
        assertThat(wire.requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 403, 301, 204})
    void anAnswerThatIsNoSuccessIsAskedForAgainThroughTheS3Client(int status) {
        wire.answers.add(status);
        wire.bodies.addAll(List.of(LAST, LAST));
        assertThat(keys()).containsExactly("b");
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<Error><Code>InternalError</Code></Error>",
                "<html><body>log in here</body></html>",
                "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
                "<!DOCTYPE x [<!ENTITY k \"a\">]><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
            })
    void anAnswerThatIsNotClearlyAPageIsAskedForAgainThroughTheS3Client(String answer) {
        wire.bodies.addAll(List.of(answer, LAST));
        assertThat(keys()).containsExactly("b");
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void aLaterPageIsAskedForAgainByItsOwnToken() {
        wire.bodies.addAll(List.of(FIRST, LAST.substring(0, 150), LAST));
        assertThat(keys()).containsExactly("a", "b");
        assertThat(wire.agents()).containsExactly("lake-routes", "lake-routes", "aws-sdk-java");
        assertThat(wire.requests.get(2).rawQueryParameters()).containsEntry("continuation-token", List.of("t +/="));
    }

    @Test
    void anAnswerWithoutAnEndIsLeft() {
        wire.bodies.addAll(List.of(LAST.replace("<Contents>", "<!--" + "x".repeat(16 << 20) + "--><Contents>"), LAST));
        assertThat(keys()).containsExactly("b");
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void whatS3RefusesIsToldByItsClient() {
        wire.answers.addAll(List.of(403, 403));
        assertThatThrownBy(this::keys).isInstanceOf(S3Exception.class);
    }

    @Test
    void aListingThatIsCutShortIsNotTakenForAWholeOneThroughTheS3ClientEither() {
        String cut = "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>";
        wire.bodies.addAll(List.of(cut, cut));
        assertThatThrownBy(this::keys).hasMessageContaining("expected one");
    }
}
