package routes.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import routes.aws.MemoryS3;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaException;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;
import software.amazon.awssdk.services.athena.model.Row;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Queries in memory: one for each token, each with so many customers, once it has gone through what a test lays down. */
final class MemoryQueries implements AthenaClient {
    private final MemoryS3 s3;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<StartQueryExecutionRequest> started = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private final Map<String, QueryExecutionState> ended = new LinkedHashMap<>();
    private final Deque<QueryExecutionState> next = new ArrayDeque<>();
    private Runnable onLook = () -> {};
    private int rows = 5;
    private String operation = "append";
    private @Nullable RuntimeException refusal;

    MemoryQueries(MemoryS3 s3) {
        this.s3 = s3;
    }

    /** So many customers are found by the queries that come. */
    synchronized void finds(int customers) {
        rows = customers;
    }

    /** Of the one snapshot of tables that have any. */
    synchronized void snapshotIs(String word) {
        operation = word;
    }

    /** What the next looks find, one after another; then queries have succeeded. */
    synchronized void goesThrough(QueryExecutionState... states) {
        next.addAll(List.of(states));
    }

    /** Happens with each look. */
    synchronized void onLook(Runnable action) {
        onLook = action;
    }

    /** Refuses to start anything. */
    synchronized void refuse(@Nullable RuntimeException with) {
        refusal = with;
    }

    /** All that were asked to be started, the same one again among them. */
    synchronized List<StartQueryExecutionRequest> started() {
        return List.copyOf(started);
    }

    /** How many queries of records there are. */
    synchronized int count() {
        return (int) ids.keySet().stream()
                .filter(token -> !isOfSnapshots(statement(token)))
                .count();
    }

    private static boolean isOfSnapshots(String sql) {
        return sql.contains("$snapshots") || sql.contains(" FOR VERSION AS OF ");
    }

    private String statement(String token) {
        return started.stream()
                .filter(query -> query.clientRequestToken().equals(token))
                .findFirst()
                .orElseThrow()
                .queryString();
    }

    synchronized List<String> stopped() {
        return List.copyOf(stopped);
    }

    @Override
    public synchronized StartQueryExecutionResponse startQueryExecution(StartQueryExecutionRequest request) {
        if (refusal != null) {
            throw refusal;
        }
        started.add(request);
        String id = ids.computeIfAbsent(request.clientRequestToken(), token -> "q-" + (ids.size() + 1));
        return StartQueryExecutionResponse.builder().queryExecutionId(id).build();
    }

    @Override
    public synchronized GetQueryExecutionResponse getQueryExecution(GetQueryExecutionRequest request) {
        onLook.run();
        String id = request.queryExecutionId();
        if (stopped.contains(id)) {
            ended.putIfAbsent(id, QueryExecutionState.CANCELLED);
        }
        if (!ended.containsKey(id)) {
            QueryExecutionState now = next.isEmpty() ? QueryExecutionState.SUCCEEDED : next.removeFirst();
            if (now == QueryExecutionState.RUNNING) {
                return standing(id, now);
            }
            ended.put(id, now);
        }
        return standing(id, ended.get(id));
    }

    private GetQueryExecutionResponse standing(String id, QueryExecutionState state) {
        String key = "athena/" + id + ".csv";
        if (state == QueryExecutionState.SUCCEEDED && !s3.keys().contains(key)) {
            s3.putObject(
                    PutObjectRequest.builder().bucket("lake-results").key(key).build(), RequestBody.fromString(csv()));
        }
        QueryExecutionStatus status = QueryExecutionStatus.builder()
                .state(state)
                .stateChangeReason("SYNTAX_ERROR in 'secret value'")
                .build();
        return GetQueryExecutionResponse.builder()
                .queryExecution(query -> query.queryExecutionId(id)
                        .status(status)
                        .resultConfiguration(result -> result.outputLocation("s3://lake-results/" + key))
                        .statistics(
                                numbers -> numbers.dataScannedInBytes(1_000L).totalExecutionTimeInMillis(2_000L)))
                .build();
    }

    private String csv() {
        String header = "\"customer_id\",\"region\",\"balance\",\"processed_timestamp\"\n";
        return IntStream.rangeClosed(1, rows)
                .mapToObj(i -> "\"" + i + "\",\"eu \"\"" + i + "\"\"\",\"" + i + ".50\",\"2026-11-19 10:00:00.000\"\n")
                .collect(Collectors.joining("", header, ""));
    }

    @Override
    public synchronized StopQueryExecutionResponse stopQueryExecution(StopQueryExecutionRequest request) {
        stopped.add(request.queryExecutionId());
        return StopQueryExecutionResponse.builder().build();
    }

    @Override
    public synchronized GetQueryResultsResponse getQueryResults(GetQueryResultsRequest request) {
        if (request.maxResults() == null) {
            return small(request.queryExecutionId());
        }
        List<ColumnInfo> columns = List.of(
                column("customer_id", "bigint"),
                column("region", "varchar"),
                ColumnInfo.builder()
                        .name("balance")
                        .type("decimal")
                        .precision(12)
                        .scale(2)
                        .build(),
                column("processed_timestamp", "timestamp"));
        return GetQueryResultsResponse.builder()
                .resultSet(result -> result.resultSetMetadata(metadata -> metadata.columnInfo(columns)))
                .build();
    }

    private GetQueryResultsResponse small(String id) {
        String sql = ids.keySet().stream()
                .filter(token -> ids.get(token).equals(id))
                .map(this::statement)
                .findFirst()
                .orElseThrow();
        if (!isOfSnapshots(sql)) {
            throw AthenaException.builder()
                    .message("records are not read in pages")
                    .build();
        }
        List<Row> found = List.of(row("a", "b"), sql.contains("$snapshots") ? row("1", operation) : row("1", ""));
        return GetQueryResultsResponse.builder()
                .resultSet(result -> result.rows(found))
                .build();
    }

    private static Row row(String... values) {
        return Row.builder()
                .data(Stream.of(values)
                        .map(value -> Datum.builder().varCharValue(value).build())
                        .toList())
                .build();
    }

    private static ColumnInfo column(String name, String type) {
        return ColumnInfo.builder().name(name).type(type).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
