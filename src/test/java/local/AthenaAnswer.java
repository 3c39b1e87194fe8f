package local;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.athena.AthenaClient;

/** What Athena answers to a question that has one value. */
public final class AthenaAnswer {
    private AthenaAnswer() {}

    /** @param results where its file is written, as in {@code s3://bucket/prefix/} */
    public static String of(URI endpoint, String query, String results) {
        try (AthenaClient athena = Clients.at(endpoint, AthenaClient.builder())) {
            String id = athena.startQueryExecution(start ->
                            start.queryString(query).resultConfiguration(result -> result.outputLocation(results)))
                    .queryExecutionId();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> athena.getQueryExecution(get -> get.queryExecutionId(id))
                            .queryExecution()
                            .status()
                            .stateAsString()
                            .equals("SUCCEEDED"));
            return athena.getQueryResults(get -> get.queryExecutionId(id))
                    .resultSet()
                    .rows()
                    .get(1)
                    .data()
                    .get(0)
                    .varCharValue();
        }
    }
}
