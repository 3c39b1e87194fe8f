package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import routes.policy.Transient;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectRemovalTest {
    private final MemoryS3 s3 = new MemoryS3();
    private final ObjectRemoval removal = new ObjectStore(() -> s3).removal();

    private String put(String content) {
        PutObjectRequest put = PutObjectRequest.builder().bucket("b").key("k").build();
        return s3.putObject(put, RequestBody.fromString(content)).eTag().replace("\"", "");
    }

    private static RuntimeException error(int status, String code) {
        return (RuntimeException) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Test
    void anotherContentThanThatWhichWasMeantStays() {
        String eTag = put("content");
        put("later");
        assertThat(removal.remove("b", "k", eTag)).isFalse();
        assertThat(s3.keys()).containsExactly("k");
    }

    @Test
    void aContentThatComesBetweenTheLookAndTheDeletionStays() {
        String eTag = put("content");
        s3.beforeNextDelete(() -> put("later"));
        assertThat(removal.remove("b", "k", eTag)).isFalse();
        assertThat(s3.keys()).containsExactly("k");
    }

    @Test
    void anObjectThatIsGoneIsNotRemoved() {
        assertThat(removal.remove("b", "k", "1")).isFalse();
        String eTag = put("content");
        s3.beforeNextDelete(() -> s3.remove("k"));
        assertThat(removal.remove("b", "k", eTag)).isFalse();
    }

    @Test
    void anObjectThatIsBeingWrittenMayBeRemovedLater() {
        String eTag = put("content");
        s3.failDeletes(() -> error(409, "ConditionalRequestConflict"));
        assertThatThrownBy(() -> removal.remove("b", "k", eTag))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("k");
    }

    @Test
    void whatS3RefusesIsAnErrorAndABucketThatIsNotThereAsWell() {
        String eTag = put("content");
        s3.failDeletes(() -> error(404, "NoSuchBucket"));
        assertThatThrownBy(() -> removal.remove("b", "k", eTag)).isInstanceOf(S3Exception.class);
        s3.failDeletes(() -> error(403, "AccessDenied"));
        assertThatThrownBy(() -> removal.remove("b", "k", eTag)).isInstanceOf(S3Exception.class);
        s3.failHeads(request -> error(503, "SlowDown"));
        assertThatThrownBy(() -> removal.remove("b", "k", eTag)).isInstanceOf(S3Exception.class);
        assertThat(s3.keys()).containsExactly("k");
    }

    @Test
    void theContentThatWasMeantIsRemoved() {
        assertThat(removal.remove("b", "k", put("content"))).isTrue();
        assertThat(s3.keys()).isEmpty();
    }
}
