package routes.aws;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import routes.lake.Names;
import routes.lake.ResultColumn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatistics;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;

/**
 * Runs queries in one database and one workgroup of Athena. Nothing waits here: a query is started, looked at as often as
 * the caller likes, and stopped.
 *
 * <p>Every method throws {@link SdkException} for a failure that may pass, after the SDK's own retries, and
 * {@link IllegalStateException} for a request that Athena refuses. Athena's messages quote SQL with its values and
 * records, so of a refusal only its code is told, and of a failed query the begin of its reason; the rest is to be read
 * in Athena by the query's id.
 */
public final class Athena {
    private static final Duration LONGEST_REUSE = Duration.ofDays(7);
    private static final int LONGEST_REASON = 120;

    /** Athena's category of errors in the query itself. */
    private static final Integer USER = 2;

    /** Values stand behind a colon, in quotes or brackets, or are numbers. */
    private static final Pattern BEGIN_OF_VALUES = Pattern.compile("[:=\\d'\"`(\\[{<]");

    private final Supplier<AthenaClient> client;
    private final String database;
    private final String workgroup;
    private final String output;
    private final Optional<Duration> reuse;

    /** Athena as one account has it, for whoever knows in which database he asks. */
    public static final class Account {
        private final Supplier<AthenaClient> client;

        public Account(Supplier<AthenaClient> client) {
            this.client = client;
        }

        /** Queries in one database and workgroup; the parameters are those of {@link Athena}. */
        public Athena in(String database, String workgroup, String output, Optional<Duration> reuse) {
            return new Athena(client, database, workgroup, output, reuse);
        }
    }

    /**
     * @param output where results go: {@code s3://<bucket>/<prefix>/}
     * @param reuse the result of the same query is taken again when it is no older, at least a minute and at most 7 days;
     *     empty: never
     */
    public Athena(
            Supplier<AthenaClient> client, String database, String workgroup, String output, Optional<Duration> reuse) {
        if (!output.matches("s3://[^/]+/(.*/)?")) {
            throw new IllegalArgumentException("Athena's output is '" + output + "', expected s3://<bucket>/<prefix>/");
        }
        reuse.ifPresent(age -> {
            if (age.toMinutes() < 1 || age.compareTo(LONGEST_REUSE) > 0) {
                throw new IllegalArgumentException(
                        "age of a result that is taken again is " + age + ", expected 1 minute to 7 days");
            }
        });
        this.client = client;
        this.database = database;
        this.workgroup = workgroup;
        this.output = output;
        this.reuse = reuse;
    }

    /**
     * Starts a query, or finds the one that was started with this token.
     *
     * @param token 32 to 128 characters; the same token with another statement is refused
     * @return id of the query
     */
    public String start(Statement statement, String token) {
        if (token.length() < 32 || token.length() > 128) {
            throw new IllegalArgumentException(
                    "token of a query has " + token.length() + " characters, expected 32 to 128");
        }
        StartQueryExecutionRequest.Builder start = StartQueryExecutionRequest.builder()
                .queryString(statement.sql())
                .clientRequestToken(token)
                .workGroup(workgroup)
                .queryExecutionContext(context -> context.database(database))
                .resultConfiguration(result -> result.outputLocation(output));
        if (!statement.parameters().isEmpty()) {
            start.executionParameters(statement.parameters());
        }
        reuse.ifPresent(age -> start.resultReuseConfiguration(result -> result.resultReuseByAgeConfiguration(
                byAge -> byAge.enabled(true).maxAgeInMinutes((int) age.toMinutes()))));
        try {
            return client.get().startQueryExecution(start.build()).queryExecutionId();
        } catch (InvalidRequestException e) {
            throw refusal("a query", e);
        }
    }

    /** Where a query stands now. */
    public Execution look(String id) {
        QueryExecution query;
        try {
            query = client.get()
                    .getQueryExecution(get -> get.queryExecutionId(id))
                    .queryExecution();
        } catch (InvalidRequestException e) {
            throw refusal("a look at query " + id, e);
        }
        return switch (query.status().state()) {
            case QUEUED, RUNNING -> new Execution.Running();
            case SUCCEEDED -> succeeded(id, query);
            case FAILED ->
                new Execution.Ended(
                        false,
                        reason(query.status().stateChangeReason(), "failed without a reason"),
                        mayPass(query.status().athenaError()));
            case CANCELLED ->
                new Execution.Ended(
                        true, reason(query.status().stateChangeReason(), "cancelled without a reason"), true);
            case UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalStateException("query " + id + " is in state '"
                        + Names.oneLine(query.status().stateAsString(), LONGEST_REASON)
                        + "', expected one that is known");
        };
    }

    /** Athena knows whether it was the query's own fault; where it does not say, it may not have been. */
    private static boolean mayPass(@Nullable AthenaError error) {
        return error == null || Boolean.TRUE.equals(error.retryable()) || !USER.equals(error.errorCategory());
    }

    /** Stops a query; one that has ended stays as it is. */
    public void stop(String id) {
        try {
            client.get().stopQueryExecution(stop -> stop.queryExecutionId(id));
        } catch (InvalidRequestException e) {
            if (look(id) instanceof Execution.Running) {
                throw refusal("the stop of query " + id, e);
            }
        }
    }

    /** The columns of the result of a query that has succeeded. */
    public List<ResultColumn> columns(String id) {
        try {
            return client
                    .get()
                    .getQueryResults(get -> get.queryExecutionId(id).maxResults(1))
                    .resultSet()
                    .resultSetMetadata()
                    .columnInfo()
                    .stream()
                    .map(Athena::column)
                    .toList();
        } catch (InvalidRequestException e) {
            throw refusal("the columns of query " + id, e);
        }
    }

    /** The first rows of a small result, at most 999, as texts; a NULL is an empty one. */
    public List<List<String>> rows(String id) {
        try {
            return client.get().getQueryResults(get -> get.queryExecutionId(id)).resultSet().rows().stream()
                    // The first one holds the names of the columns.
                    .skip(1)
                    .map(row -> row.data().stream()
                            .map(value -> Objects.requireNonNullElse(value.varCharValue(), ""))
                            .toList())
                    .toList();
        } catch (InvalidRequestException e) {
            throw refusal("the rows of query " + id, e);
        }
    }

    private static Execution succeeded(String id, QueryExecution query) {
        String csv = query.resultConfiguration() == null
                ? null
                : query.resultConfiguration().outputLocation();
        if (csv == null) {
            throw new IllegalStateException(
                    "query " + id + " has succeeded without an output, expected an s3:// address");
        }
        QueryExecutionStatistics statistics = query.statistics();
        return statistics == null
                ? new Execution.Succeeded(csv, 0, Duration.ZERO)
                : new Execution.Succeeded(
                        csv,
                        orZero(statistics.dataScannedInBytes()),
                        Duration.ofMillis(orZero(statistics.totalExecutionTimeInMillis())));
    }

    private static ResultColumn column(ColumnInfo column) {
        return new ResultColumn(
                column.name(), column.type(), (int) orZero(column.precision()), (int) orZero(column.scale()));
    }

    private static IllegalStateException refusal(String what, InvalidRequestException e) {
        String code = reason(e.athenaErrorCode(), "without a code");
        // Without the cause: its message quotes the statement.
        return new IllegalStateException("Athena refused " + what + ": " + code);
    }

    private static String reason(@Nullable String words, String otherwise) {
        String begin = words == null ? "" : BEGIN_OF_VALUES.split(words, 2)[0];
        String told = Names.oneLine(begin, LONGEST_REASON);
        return told.isEmpty() ? otherwise : told;
    }

    private static long orZero(@Nullable Number number) {
        return number == null ? 0 : number.longValue();
    }
}
