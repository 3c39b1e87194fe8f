package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.aws.ObjectStore.Written;
import routes.lake.Spool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What goes out past the S3 client, seen on the wire beside what the client itself sends. */
class DirectPutTest {
    private static final Optional<URI> AWS = Optional.empty();
    private static final Optional<URI> LOCAL = Optional.of(URI.create("http://127.0.0.1:4566"));
    private static final String KEY = "raw/source=a/day=2026-11-19/page=1 +ü.json.gz";
    private static final List<String> OF_THE_CLIENT =
            List.of("amz-sdk-invocation-id", "amz-sdk-request", "expect", "user-agent", "authorization", "x-amz-date");

    @TempDir
    Path directory;

    private final StaticCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key"));
    private final Wire wire = new Wire();

    private DirectPut direct(Optional<URI> endpoint) {
        return new DirectPut(Region.EU_CENTRAL_1, endpoint, credentials, wire);
    }

    private S3Client client(Optional<URI> endpoint) {
        var builder = S3Client.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .httpClient(wire)
                .forcePathStyle(endpoint.isPresent());
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private Spool spool(String content, int inMemory) {
        try {
            Spool spool = new Spool(inMemory, directory);
            spool.write(content.getBytes(UTF_8));
            return spool;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Written store(String content, int inMemory) {
        try (Spool spool = spool(content, inMemory);
                S3Client s3 = client(LOCAL)) {
            ObjectStore store = new ObjectStore(() -> s3, () -> Optional.of(direct(LOCAL)), Optional::empty);
            return store.put("lake-raw", KEY, spool, "application/gzip", Map.of(ObjectStore.CONTENT_SHA256, content));
        }
    }

    private static PutObjectRequest.Builder request() {
        return PutObjectRequest.builder().bucket("lake-raw").key(KEY);
    }

    @Test
    void aPutWithoutAnAnswerIsMadeAgainByTheS3Client() {
        wire.answers.add(Wire.BREAKS_OFF);
        assertThat(store("page", 100)).isEqualTo(Written.CREATED);
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void aPutWithAnUnclearAnswerIsMadeAgainByTheS3Client() {
        wire.answers.add(403);
        assertThat(store("page", 100)).isEqualTo(Written.CREATED);
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void aRefusedPutIsNotMadeAgainBeforeTheObjectWasLookedAt() {
        wire.answers.add(412);
        wire.metadata = "page";
        assertThat(store("page", 100)).isEqualTo(Written.UNCHANGED);
        assertThat(wire.requests).extracting(call -> call.method().name()).containsExactly("PUT", "HEAD");
    }

    @Test
    void whatIsTooMuchForMemoryGoesTheWayOfTheS3Client() {
        assertThat(store("a page that is too long for memory", 10)).isEqualTo(Written.CREATED);
        assertThat(wire.agents()).containsExactly("aws-sdk-java");
    }

    @Test
    void aFieldThatItDoesNotUnderstandIsRefusedAndNotLeftOut() {
        PutObjectRequest expiring = request().expires(Instant.EPOCH).build();
        try (Spool spool = spool("page", 100)) {
            assertThatThrownBy(() -> direct(AWS).put(expiring, spool))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Expires");
        }
        assertThat(wire.requests).isEmpty();
    }

    @Test
    void theSameRequestGoesOutAsFromTheS3Client() {
        PutObjectRequest request = request()
                .contentType("application/gzip")
                .metadata(Map.of("content-sha256", "abc", "run-id", "r-1"))
                .checksumCRC32("AAAAAA==")
                .ifNoneMatch("*")
                .build();
        putBothWays(request, AWS);
        SdkHttpRequest theirs = wire.requests.get(0);
        SdkHttpRequest ours = wire.requests.get(1);
        assertThat(ours.getUri()).isEqualTo(theirs.getUri());
        assertThat(headers(ours)).isEqualTo(headers(theirs));
        assertThat(ours.firstMatchingHeader("Authorization").orElseThrow())
                .startsWith("AWS4-HMAC-SHA256 Credential=access-key/")
                .contains("/eu-central-1/s3/aws4_request");
    }

    @Test
    void aLocalCloudIsAskedByTheAddressThatTheS3ClientUses() {
        putBothWays(request().build(), LOCAL);
        assertThat(wire.requests.get(1).getUri())
                .isEqualTo(wire.requests.get(0).getUri())
                .hasHost("127.0.0.1")
                .hasPort(4566);
    }

    @Test
    void thePayloadIsSignedOnlyWhereNoTlsProtectsIt() {
        try (Spool spool = spool("page", 100)) {
            direct(AWS).put(request().build(), spool);
            direct(LOCAL).put(request().build(), spool);
        }
        assertThat(wire.requests)
                .extracting(
                        call -> call.firstMatchingHeader("x-amz-content-sha256").orElseThrow())
                .satisfiesExactly(
                        overTls -> assertThat(overTls).isEqualTo("UNSIGNED-PAYLOAD"),
                        plain -> assertThat(plain).hasSize(64));
    }

    private void putBothWays(PutObjectRequest request, Optional<URI> endpoint) {
        try (Spool spool = spool("page", 100);
                S3Client s3 = client(endpoint)) {
            s3.putObject(request, RequestBody.fromString("page"));
            assertThat(direct(endpoint).put(request, spool)).isEqualTo(OptionalInt.of(200));
        }
    }

    /** By lower-case name, without those that differ from call to call. */
    private static Map<String, List<String>> headers(SdkHttpRequest request) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        OF_THE_CLIENT.forEach(headers::remove);
        return headers;
    }
}
