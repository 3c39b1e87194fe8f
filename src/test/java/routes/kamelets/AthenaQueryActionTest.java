package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.GetQueryExecutionResponse;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionResponse;

class AthenaQueryActionTest {
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

    private Run run(QueryExecutionState state) throws Exception {
        return Run.of(
                Map.of(),
                Map.of("athena", client(state)),
                "kamelet:athena-query-action?query=SELECT 1&database=glue_catalog&region=eu-west-1&delay=1"
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
