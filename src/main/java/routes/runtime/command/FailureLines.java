package routes.runtime.command;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import routes.eventlog.EventsMissing;
import routes.ingest.PlanIncomplete;
import routes.lake.Names;
import routes.policy.Poison;
import routes.policy.Transient;
import routes.settings.InvalidSettings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in a line what went wrong where that can be expected; only a bug shows where it happened. */
final class FailureLines implements IExecutionExceptionHandler {
    private static final int LONGEST = 400;

    private final PrintStream err;

    FailureLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CommandFailure expected) {
                return say(expected.getMessage(), expected.exitCode());
            }
            if (cause instanceof InvalidSettings invalid) {
                return say(invalid.getMessage(), ExitCodes.WRONG);
            }
            if (cause instanceof Poison
                    || cause instanceof Transient
                    || cause instanceof PlanIncomplete
                    || cause instanceof EventsMissing) {
                return say(Names.oneLine(cause.getMessage(), LONGEST), ExitCodes.FAILED);
            }
            if (cause instanceof SdkException aws) {
                return say(line(aws) + "; lake-routes doctor checks everything that is needed", ExitCodes.FAILED);
            }
        }
        err.println("lake-routes: a bug, please report it:");
        failure.printStackTrace(err);
        return ExitCodes.FAILED;
    }

    private int say(String line, int exitCode) {
        err.println("lake-routes: " + line);
        return exitCode;
    }

    /** What AWS, or the way to it, has said. */
    static String line(SdkException failure) {
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String said = service.awsErrorDetails().serviceName() + " answers "
                    + service.awsErrorDetails().errorCode() + " (" + service.statusCode() + "): "
                    + service.awsErrorDetails().errorMessage();
            return Names.oneLine(said, LONGEST);
        }
        return Names.oneLine("AWS cannot be reached: " + failure.getMessage(), LONGEST);
    }
}
