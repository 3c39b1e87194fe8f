package routes.eventlog;

import routes.aws.Refusal;
import routes.policy.Failures;

/** Why something failed, in one line without contents. */
final class Reason {

    private Reason() {}

    static String of(Throwable failure) {
        return Refusal.of(failure).orElseGet(() -> Failures.reason(failure));
    }
}
