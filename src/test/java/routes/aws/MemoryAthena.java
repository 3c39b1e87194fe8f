package routes.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaException;
import software.amazon.awssdk.services.athena.model.ColumnInfo;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StopQueryExecutionResponse;

/** One query that stands where a test puts it, and whatever was asked of Athena. */
final class MemoryAthena implements AthenaClient {
    static final String ID = "q-1";

    private final List<StartQueryExecutionRequest> started = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private QueryExecution query = QueryExecution.builder().build();
    private List<ColumnInfo> columns = List.of();
    private @Nullable AthenaException refusal;

    /** Where the query stands from now on. */
    void stands(Consumer<QueryExecution.Builder> state) {
        query = QueryExecution.builder()
                .queryExecutionId(ID)
                .applyMutation(state)
                .build();
    }

    /** Of its result. */
    void columns(ColumnInfo... infos) {
        columns = List.of(infos);
    }

    /** What is answered to everything but a look. */
    void refuse(AthenaException with) {
        refusal = with;
    }

    List<StartQueryExecutionRequest> started() {
        return started;
    }

    List<String> stopped() {
        return stopped;
    }

    @Override
    public StartQueryExecutionResponse startQueryExecution(StartQueryExecutionRequest request) {
        refuse();
        started.add(request);
        return StartQueryExecutionResponse.builder().queryExecutionId(ID).build();
    }

    @Override
    public GetQueryExecutionResponse getQueryExecution(GetQueryExecutionRequest request) {
        if (!ID.equals(request.queryExecutionId())) {
            refuse();
        }
        return GetQueryExecutionResponse.builder().queryExecution(query).build();
    }

    @Override
    public StopQueryExecutionResponse stopQueryExecution(StopQueryExecutionRequest request) {
        refuse();
        stopped.add(request.queryExecutionId());
        return StopQueryExecutionResponse.builder().build();
    }

    @Override
    public GetQueryResultsResponse getQueryResults(GetQueryResultsRequest request) {
        refuse();
        if (request.maxResults() != 1) {
            throw new IllegalArgumentException("asked for " + request.maxResults() + " rows, expected 1");
        }
        return GetQueryResultsResponse.builder()
                .resultSet(result -> result.resultSetMetadata(metadata -> metadata.columnInfo(columns)))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private void refuse() {
        if (refusal != null) {
            throw refusal;
        }
    }
}
