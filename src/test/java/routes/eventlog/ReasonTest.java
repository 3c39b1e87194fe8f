package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import routes.lake.parquet.UnreadableParquet;
import routes.policy.Transient;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ReasonTest {
    private static final String SECRET = "patient 4711";

    private static S3Exception.Builder refused(int status) {
        S3Exception.Builder refused = S3Exception.builder();
        refused.statusCode(status).message(SECRET);
        return refused;
    }

    @Test
    void aFailureThatIsNotOursIsToldByItsKindAndTheKindsOfItsCauses() {
        Throwable failure = SdkClientException.create(SECRET, new SocketTimeoutException(SECRET));
        assertThat(Reason.of(failure)).isEqualTo("SdkClientException, caused by SocketTimeoutException");
    }

    @Test
    void aRefusalIsToldWithStatusCodeAndRequest() {
        S3Exception.Builder refused = refused(403);
        refused.requestId("79104EXAMPLEB723")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("S3")
                        .errorCode("AccessDenied")
                        .errorMessage(SECRET)
                        .build());
        assertThat(Reason.of(refused.build())).isEqualTo("S3 answers 403 AccessDenied, request 79104EXAMPLEB723");
    }

    @Test
    void aRefusalThatSaysNothingMoreIsToldByItsStatus() {
        assertThat(Reason.of(refused(503).build())).isEqualTo("AWS answers 503");
        assertThat(Reason.of(refused(503).requestId("a\nb").build())).isEqualTo("AWS answers 503, request a b");
    }

    @Test
    void aRefusalBehindATextOfOursIsToldWithIt() {
        assertThat(Reason.of(new Transient("object broke off", refused(500).build())))
                .isEqualTo("object broke off, caused by AWS answers 500");
    }

    @Test
    void whatIsWrongWithAFileIsTold() {
        assertThat(Reason.of(new UnreadableParquet("file has no PAR1 at its end")))
                .isEqualTo("file has no PAR1 at its end");
    }

    @Test
    void causesWithoutEndAreCut() {
        Throwable failure = new IllegalStateException(SECRET);
        for (int i = 0; i < 50; i++) {
            failure = new IllegalStateException(SECRET, failure);
        }
        assertThat(Reason.of(failure)).hasSizeLessThan(150).doesNotContain(SECRET);
    }
}
