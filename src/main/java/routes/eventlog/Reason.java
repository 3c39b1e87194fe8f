package routes.eventlog;

import routes.aws.Refusal;
import routes.policy.Failures;

/** Why something failed, in one line without contents: texts that are ours, answers of AWS, and the kinds of all else. */
final class Reason {
    private static final int DEEPEST = 4;

    private Reason() {}

    /** Such as {@code SdkClientException, caused by SocketTimeoutException}. */
    static String of(Throwable failure) {
        StringBuilder line = new StringBuilder(Refusal.of(failure).orElseGet(() -> Failures.reason(failure)));
        Throwable cause = failure.getCause();
        for (int depth = 1; cause != null && depth < DEEPEST; depth++) {
            line.append(", caused by ").append(said(cause));
            cause = cause.getCause();
        }
        return line.toString();
    }

    private static String said(Throwable cause) {
        return Refusal.of(cause).orElseGet(() -> cause.getClass().getSimpleName());
    }
}
