package routes.aws;

import java.util.Optional;
import routes.lake.Names;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What AWS answers to a call that it refuses: fit for logs and results, since the message stays out of it. */
public final class Refusal {

    private static final int LONGEST_ID = 100;

    private Refusal() {}

    /**
     * Service, status, code and the id by which AWS finds the request, such as {@code S3 answers 403 AccessDenied, request
     * 79104EXAMPLEB723}; empty for any other failure.
     */
    public static Optional<String> of(Throwable failure) {
        if (!(failure instanceof AwsServiceException refused)) {
            return Optional.empty();
        }
        String request =
                refused.requestId() == null ? "" : ", request " + Names.oneLine(refused.requestId(), LONGEST_ID);
        AwsErrorDetails details = refused.awsErrorDetails();
        if (details == null) {
            return Optional.of("AWS answers " + refused.statusCode() + request);
        }
        // A HEAD has no body, and with it no code.
        String code = details.errorCode() == null ? "" : " " + details.errorCode();
        return Optional.of(details.serviceName() + " answers " + refused.statusCode() + code + request);
    }
}
