package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.policy.Transient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class SmallObjectsTest {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    private final MemoryS3 s3 = new MemoryS3();
    private final SmallObjects objects = new ObjectReader(() -> s3).small();

    private String put() {
        PutObjectRequest put = PutObjectRequest.builder().bucket("b").key("k").build();
        return s3.putObject(put, RequestBody.fromBytes(CONTENT)).eTag().replace("\"", "");
    }

    @Test
    void anObjectIsReadWholeWithItsETagAsItIsNow() {
        String eTag = put();
        assertThat(objects.read("b", "k", 7)).hasValueSatisfying(small -> {
            assertThat(small.eTag()).isEqualTo(eTag);
            assertThat(small.size()).isEqualTo(7);
            assertThat(small.bytes()).hasValue(CONTENT);
            assertThat(small.modified().get()).isNotNull();
        });
        assertThat(s3.reads())
                .singleElement()
                .satisfies(read -> assertThat(read.ifMatch()).isNull());
    }

    @Test
    void aLargerOneIsNotRead() {
        put();
        assertThat(objects.read("b", "k", 6)).hasValueSatisfying(small -> {
            assertThat(small.size()).isEqualTo(7);
            assertThat(small.bytes()).isEmpty();
        });
    }

    @Test
    void anObjectThatIsNotThereIsEmpty() {
        assertThat(objects.read("b", "k", 7)).isEmpty();
    }

    @Test
    void anyOtherAnswerIsAnErrorAndNotAnObjectThatIsNotThere() {
        put();
        for (int status : new int[] {403, 404, 500, 503}) {
            s3.failReads(request ->
                    (S3Exception) S3Exception.builder().statusCode(status).build());
            assertThatThrownBy(() -> objects.read("b", "k", 7)).isInstanceOf(S3Exception.class);
        }
    }

    @Test
    void anObjectThatBreaksOffIsReadAgain() {
        put();
        s3.breakReads("k", 3, 2);
        assertThat(objects.read("b", "k", 7).orElseThrow().bytes()).hasValue(CONTENT);
        assertThat(s3.reads()).hasSize(3);
    }

    @Test
    void anObjectThatBreaksOffEachTimeIsReportedAsPassing() {
        put();
        s3.breakReads("k", 3, 3);
        assertThatThrownBy(() -> objects.read("b", "k", 7))
                .isInstanceOf(Transient.class)
                .hasMessage("object broke off 3 times");
    }

    @Test
    void whatTheDirectWayDoesNotGetIsReadByTheClient() {
        put();
        Wire wire = new Wire();
        DirectGet direct = new DirectGet(
                Region.EU_CENTRAL_1,
                Optional.<URI>empty(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key")),
                wire);
        SmallObjects both = new ObjectReader(() -> s3, () -> Optional.of(direct), Optional::empty).small();
        wire.body = "direct".getBytes(UTF_8);
        assertThat(both.read("b", "k", 7).orElseThrow().bytes()).hasValue("direct".getBytes(UTF_8));
        assertThat(s3.reads()).isEmpty();
        wire.answers.add(503);
        assertThat(both.read("b", "k", 7).orElseThrow().bytes()).hasValue(CONTENT);
        assertThat(s3.reads()).hasSize(1);
    }
}
