package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;

class AthenaQueryActionTest {
    private static final String DAY = "SELECT 'it''s, 1' FROM t WHERE day = date_add('day', -1, :day)";

    private final List<StartQueryExecutionRequest> started = new ArrayList<>();

    @Test
    void aQueryThatFailsFailsTheMessage() throws Exception {
        try (Run run = run(QueryExecutionState.FAILED)) {
            assertThatThrownBy(() -> run.ask("ignored", Map.of(), String.class))
                    .hasRootCauseMessage("query q-1 is FAILED, expected SUCCEEDED");
        }
    }

    @Test
    void theAnswerIsWhereTheResultLies() throws Exception {
        try (Run run = run(QueryExecutionState.SUCCEEDED)) {
            String body = run.ask("ignored", Map.of("CamelAwsAthenaQueryString", "DROP TABLE t"), String.class);
            assertThat(body).isEqualTo("s3://lake-results/athena/q-1.csv");
            assertThat(started).singleElement().satisfies(request -> {
                assertThat(request.queryString()).isEqualTo("SELECT 1");
                assertThat(request.workGroup()).isEqualTo("primary");
                assertThat(request.queryExecutionContext().database()).isEqualTo("glue_catalog");
                assertThat(request.resultConfiguration().outputLocation()).isEqualTo("s3://lake-results/athena/");
            });
        }
    }

    @Test
    void theDayOfTheMessageStandsInTheQuery() throws Exception {
        try (Run run = run(QueryExecutionState.SUCCEEDED, DAY)) {
            run.ask("2026-01-31", Map.of(), String.class);
            run.ask("2026-01-31T09:00:00Z", Map.of(), String.class);
            assertThat(started)
                    .extracting(StartQueryExecutionRequest::queryString)
                    .containsOnly("SELECT 'it''s, 1' FROM t WHERE day = date_add('day', -1, DATE '2026-01-31')")
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-01-31' OR 1=1", "2026-1-31", "2026-01-31 OR 1=1", "x\n2026-01-31"})
    void aBodyWithoutADayFailsAndNothingIsAsked(String body) throws Exception {
        try (Run run = run(QueryExecutionState.SUCCEEDED, DAY)) {
            assertThatThrownBy(() -> run.ask(body, Map.of(), String.class))
                    .hasRootCauseMessage("body begins with no day for the query, "
                            + "expected such as 2026-01-31 or 2026-01-31T09:00:00Z");
            assertThat(started).isEmpty();
        }
    }

    @Test
    void aSourceFindsTheHeadersByWhichItDeletes() throws Exception {
        try (Run run = run(QueryExecutionState.SUCCEEDED)) {
            assertThat(run.headersAfter("x", Map.of("CamelAwsSqsReceiptHandle", "r")))
                    .containsEntry("CamelAwsSqsReceiptHandle", "r")
                    .containsEntry("queryExecutionId", "q-1");
        }
    }

    private Run run(QueryExecutionState state) throws Exception {
        return run(state, "SELECT 1");
    }

    private Run run(QueryExecutionState state, String query) throws Exception {
        return Run.of(
                Map.of("camel.kamelet.athena-query-action.query", query),
                Map.of("athena", client(state)),
                "kamelet:athena-query-action?database=glue_catalog&region=eu-west-1&delay=1"
                        + "&outputLocation=s3://lake-results/athena/");
    }

    private AthenaClient client(QueryExecutionState state) {
        return new AthenaClient() {
            @Override
            public StartQueryExecutionResponse startQueryExecution(StartQueryExecutionRequest request) {
                started.add(request);
                return StartQueryExecutionResponse.builder()
                        .queryExecutionId("q-1")
                        .build();
            }

            @Override
            public GetQueryExecutionResponse getQueryExecution(GetQueryExecutionRequest request) {
                return GetQueryExecutionResponse.builder()
                        .queryExecution(execution -> execution
                                .queryExecutionId(request.queryExecutionId())
                                .status(status -> status.state(state))
                                .resultConfiguration(
                                        result -> result.outputLocation("s3://lake-results/athena/q-1.csv")))
                        .build();
            }

            @Override
            public String serviceName() {
                return "athena";
            }

            @Override
            public void close() {}
        };
    }
}
