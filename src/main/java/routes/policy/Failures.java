package routes.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import routes.aws.ReplacedObject;
import routes.lake.Names;
import routes.lake.UnreadableResult;
import routes.lake.parquet.UnreadableParquet;
import software.amazon.awssdk.core.exception.SdkException;

/** Sorts what went wrong into the four kinds, and says it in one line that is fit for logs and message attributes. */
public final class Failures {
    private static final int LONGEST_REASON = 250;

    private Failures() {}

    /** The kind of the first cause that has one; what nobody expected is a bug. */
    public static FailureKind kind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Although it is an IOException: what is no JSON now will be none at the next try.
            if (cause instanceof Poison
                    || cause instanceof UnreadableResult
                    || cause instanceof UnreadableParquet
                    || cause instanceof JsonProcessingException) {
                return FailureKind.POISON;
            }
            if (cause instanceof Outage) {
                return FailureKind.OUTAGE;
            }
            if (cause instanceof Transient
                    || cause instanceof ReplacedObject
                    || cause instanceof IOException
                    || cause instanceof SdkException
                    || cause instanceof RejectedExecutionException) {
                return FailureKind.TRANSIENT;
            }
        }
        return FailureKind.BUG;
    }

    /** Whether it was a call of AWS that failed. */
    public static boolean isOfAws(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException) {
                return true;
            }
        }
        return false;
    }

    /**
     * One line without contents. Only texts that are ours are repeated: a client's message may quote an address with its
     * query or a body.
     */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Poison
                    || cause instanceof UnreadableResult
                    || cause instanceof UnreadableParquet
                    || cause instanceof Transient
                    || cause instanceof ReplacedObject
                    || cause instanceof Outage) {
                return Names.oneLine(String.valueOf(cause.getMessage()), LONGEST_REASON);
            }
        }
        return failure.getClass().getSimpleName();
    }
}
