package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One execution of a query, from its submission to its end, which is final. */
final class AthenaQuery {
    enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** What a caller asked for; two calls with the same token must agree in all of it. */
    record Submission(
            String sql, List<String> parameters, String catalog, String database, String workGroup, String output) {}

    /**
     * @param file the result, as it was put into S3
     * @param rows the header not counted
     */
    record Result(Path file, List<AthenaColumn> columns, long rows, long bytesScanned) {}

    private final String id;
    private final Submission submission;
    private final Instant submitted = Instant.now();
    private State state = State.QUEUED;
    private String reason;
    private Instant started = submitted;
    private Instant ended;
    private Result result;
    private Statement statement;

    AthenaQuery(String id, Submission submission) {
        this.id = id;
        this.submission = submission;
    }

    String id() {
        return id;
    }

    Submission submission() {
        return submission;
    }

    /** Where the result will be in S3. */
    String resultUri() {
        String output = submission.output();
        return output + (output.endsWith("/") ? "" : "/") + id + ".csv";
    }

    synchronized State state() {
        return state;
    }

    synchronized boolean hasEnded() {
        return ended != null;
    }

    synchronized Result result() {
        if (state == State.SUCCEEDED) {
            return result;
        }
        throw new AwsError(
                400,
                "InvalidRequestException",
                ended == null
                        ? "Query has not yet finished. Current state: " + state
                        : "Query did not finish successfully. Final query state: " + state);
    }

    /** @return false when the query has ended before it began */
    synchronized boolean begin() {
        if (state == State.QUEUED) {
            state = State.RUNNING;
            started = Instant.now();
        }
        return ended == null;
    }

    /** From now on {@link #stop} interrupts this statement. */
    synchronized void runs(Statement running) {
        statement = running;
    }

    synchronized boolean succeed(Result found) {
        result = found;
        return end(State.SUCCEEDED, null);
    }

    synchronized boolean fail(String why) {
        return end(State.FAILED, why);
    }

    /** Ends the query and what DuckDB does for it; a query that has ended stays as it is. */
    synchronized boolean stop(String why) {
        boolean stopped = end(State.CANCELLED, why);
        interrupt();
        return stopped;
    }

    /** Asked again by whoever works on a stopped query: an interrupt that comes before the start of work is lost. */
    synchronized void interrupt() {
        if (statement != null && state == State.CANCELLED) {
            try {
                statement.cancel();
            } catch (SQLException alreadyOver) {
                statement = null;
            }
        }
    }

    private boolean end(State last, String why) {
        if (ended != null) {
            return false;
        }
        state = last;
        reason = why;
        ended = Instant.now();
        return true;
    }

    /** The execution as GetQueryExecution describes it. */
    synchronized ObjectNode description() {
        Instant until = ended == null ? Instant.now() : ended;
        ObjectNode statistics = Tree.object();
        statistics.put("QueryQueueTimeInMillis", millis(submitted, started));
        statistics.put("EngineExecutionTimeInMillis", millis(started, until));
        statistics.put("TotalExecutionTimeInMillis", millis(submitted, until));
        statistics.put("DataScannedInBytes", result == null ? 0 : result.bytesScanned());
        List<String> parameters = submission.parameters();
        return Tree.object(
                "QueryExecutionId", id,
                "Query", submission.sql(),
                "StatementType", "DML",
                "SubstatementType", "SELECT",
                "ResultConfiguration", Tree.object("OutputLocation", resultUri()),
                "QueryExecutionContext",
                        Tree.object("Database", submission.database(), "Catalog", submission.catalog()),
                "ExecutionParameters", parameters.isEmpty() ? null : Tree.array(parameters.stream()),
                "Status", status(),
                "Statistics", statistics,
                "WorkGroup", submission.workGroup(),
                "EngineVersion", engine());
    }

    private ObjectNode status() {
        // Category 1: Athena's own fault, which may pass; 2: the query's, which comes again each time.
        boolean passes = reason != null && reason.startsWith("GENERIC_INTERNAL_ERROR");
        ObjectNode error = state != State.FAILED
                ? null
                : Tree.object(
                        "ErrorCategory",
                        passes ? 1 : 2,
                        "ErrorType",
                        passes ? 401 : 1006,
                        "Retryable",
                        passes,
                        "ErrorMessage",
                        reason);
        return Tree.object(
                "State", state.name(),
                "StateChangeReason", reason,
                "SubmissionDateTime", submitted,
                "CompletionDateTime", ended,
                "AthenaError", error);
    }

    static ObjectNode engine() {
        return Tree.object("SelectedEngineVersion", "AUTO", "EffectiveEngineVersion", "Athena engine version 3");
    }

    /** The figures as GetQueryRuntimeStatistics gives them. */
    synchronized ObjectNode statistics() {
        ObjectNode timeline = Tree.object();
        timeline.put("QueryQueueTimeInMillis", millis(submitted, started));
        timeline.put("EngineExecutionTimeInMillis", millis(started, ended == null ? Instant.now() : ended));
        timeline.put("TotalExecutionTimeInMillis", millis(submitted, ended == null ? Instant.now() : ended));
        ObjectNode rows = Tree.object();
        if (result != null) {
            rows.put("InputBytes", result.bytesScanned());
            rows.put("OutputRows", result.rows());
        }
        return Tree.object("Timeline", timeline, "Rows", rows);
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
