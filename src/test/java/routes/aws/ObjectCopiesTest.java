package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectCopiesTest {
    private final MemoryS3 s3 = new MemoryS3();
    private final ObjectCopies copies = new ObjectStore(() -> s3).copies();

    private String put(String content) {
        PutObjectRequest put =
                PutObjectRequest.builder().bucket("b").key("from").build();
        return s3.putObject(put, RequestBody.fromString(content)).eTag().replace("\"", "");
    }

    private boolean copy(String eTag) {
        return copies.copy("b", "from", eTag, "other", "to");
    }

    @Test
    void aContentIsCopiedWithoutBeingRead() {
        assertThat(copy(put("content"))).isTrue();
        assertThat(s3.bytes("to")).isEqualTo("content".getBytes(UTF_8));
        assertThat(s3.reads()).isEmpty();
    }

    @Test
    void anotherContentThanThatWhichWasMeantIsNotCopied() {
        String eTag = put("content");
        put("later");
        assertThat(copy(eTag)).isFalse();
        assertThat(s3.keys()).containsExactly("from");
    }

    @Test
    void anObjectThatIsGoneIsNotCopied() {
        assertThat(copy("1")).isFalse();
    }

    @Test
    void aBucketThatIsNotThereIsAnError() {
        String eTag = put("content");
        s3.failCopies(request -> (RuntimeException) S3Exception.builder()
                .statusCode(404)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("NoSuchBucket").build())
                .build());
        assertThatThrownBy(() -> copy(eTag)).isInstanceOf(S3Exception.class);
    }

    @Test
    void aCopyThatS3RefusesIsAnError() {
        String eTag = put("content");
        for (int status : new int[] {403, 500, 503}) {
            s3.failCopies(request ->
                    (RuntimeException) S3Exception.builder().statusCode(status).build());
            assertThatThrownBy(() -> copy(eTag)).isInstanceOf(S3Exception.class);
        }
    }
}
