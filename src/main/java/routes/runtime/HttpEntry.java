package routes.runtime;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.policy.Problem;

/**
 * The way of a request to its step and back, the same through every door. What fails there that the step has not made an
 * answer of is logged here, once, and the caller is told nothing but that it happened.
 */
public final class HttpEntry {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEntry.class);
    private static final HttpReply FAILED =
            HttpReply.problem(Problem.of(500, "the request could not be answered; its id is in X-Request-Id"));

    private HttpEntry() {}

    /** Asks the step. */
    @FunctionalInterface
    public interface Step {
        @Nullable
        HttpReply ask(HttpCall call) throws Exception;
    }

    static HttpReply answer(HttpArrival arrival, Step step) {
        HttpReply reply = arrival.refusal().orElseGet(() -> asked(arrival, step));
        return reply.with("X-Request-Id", arrival.requestId()).with("Cache-Control", "no-store");
    }

    private static HttpReply asked(HttpArrival arrival, Step step) {
        try {
            HttpReply reply = step.ask(arrival.call());
            if (reply == null) {
                throw new IllegalStateException("the step gave no reply");
            }
            return reply;
        } catch (Exception e) {
            log(arrival.requestId(), e);
            return FAILED;
        }
    }

    /** Only of a bug with all that is known of it: what others say may quote what was asked for. */
    private static void log(String requestId, Exception failure) {
        LoggingEventBuilder line = LOG.atError().addKeyValue("messageId", requestId);
        if (Failures.kind(failure) == FailureKind.BUG) {
            line.setCause(failure).log("a bug: request not answered");
        } else {
            line.log("request not answered: {}", Failures.reason(failure));
        }
    }
}
