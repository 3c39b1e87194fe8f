package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import local.Clients;
import local.LocalCloud;
import local.ParquetFile;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.s3.S3Client;

/** A database and a bucket of one test, and how to ask Athena about them. */
final class AthenaWorld {
    final String name = "it_" + UUID.randomUUID().toString().replace("-", "");
    final String bucket = name.replace('_', '-');
    final URI endpoint;
    final S3Client s3;
    final GlueClient glue;
    final AthenaClient athena;
    private final HttpClient http = HttpClient.newHttpClient();

    AthenaWorld(LocalCloud cloud) {
        endpoint = cloud.endpoint();
        s3 = Clients.s3(endpoint);
        glue = Clients.at(endpoint, GlueClient.builder());
        athena = Clients.at(endpoint, AthenaClient.builder());
        s3.createBucket(create -> create.bucket(bucket));
        glue.createDatabase(create -> create.databaseInput(database -> database.name(name)));
    }

    /** Creates a table below {@code s3://<bucket>/<table>/}. */
    void table(String table, String format, Map<String, String> columns, String... partitionKeys) {
        glue.createTable(
                create -> create.databaseName(name).tableInput(definition(table, format, columns, partitionKeys)));
    }

    private TableInput definition(String table, String format, Map<String, String> columns, String... partitionKeys) {
        return TableInput.builder()
                .name(table)
                .parameters(Map.of("classification", format))
                .storageDescriptor(storage -> storage.location("s3://" + bucket + "/" + table + "/")
                        .columns(columns.entrySet().stream()
                                .map(column -> Column.builder()
                                        .name(column.getKey())
                                        .type(column.getValue())
                                        .build())
                                .toList()))
                .partitionKeys(List.of(partitionKeys).stream()
                        .map(key -> Column.builder().name(key).type("string").build())
                        .toList())
                .build();
    }

    void put(String key, byte[] content) {
        s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    /** Puts a Parquet file with the rows of a query in DuckDB's SQL. */
    void putParquet(String key, String select) {
        put(key, ParquetFile.of(select).content());
    }

    StartQueryExecutionRequest.Builder request(String sql, String... parameters) {
        StartQueryExecutionRequest.Builder request = StartQueryExecutionRequest.builder()
                .queryString(sql)
                .queryExecutionContext(context -> context.database(name))
                .resultConfiguration(results -> results.outputLocation("s3://" + bucket + "/results/"));
        return parameters.length == 0 ? request : request.executionParameters(parameters);
    }

    String start(String sql, String... parameters) {
        return athena.startQueryExecution(request(sql, parameters).build()).queryExecutionId();
    }

    QueryExecution execution(String id) {
        return athena.getQueryExecution(get -> get.queryExecutionId(id)).queryExecution();
    }

    QueryExecution ended(String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> execution(id), query -> query.status().completionDateTime() != null);
    }

    QueryExecution await(String id, QueryExecutionState state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> execution(id), query -> query.status().state() == state);
    }

    /** The reason for which this SQL fails. */
    String failure(String sql, String... parameters) {
        QueryExecution query = ended(start(sql, parameters));
        assertThat(query.status().state()).isEqualTo(QueryExecutionState.FAILED);
        return query.status().stateChangeReason();
    }

    String succeeded(String sql, String... parameters) {
        String id = start(sql, parameters);
        QueryExecution query = ended(id);
        assertThat(query.status().state())
                .as(query.status().stateChangeReason())
                .isEqualTo(QueryExecutionState.SUCCEEDED);
        return id;
    }

    /** The result file in S3. */
    String csv(String sql, String... parameters) {
        String id = succeeded(sql, parameters);
        return s3.getObjectAsBytes(get -> get.bucket(bucket).key("results/" + id + ".csv"))
                .asUtf8String();
    }

    /** {@code POST} with a body, or {@code GET} with none, to the gateway's own address for Athena. */
    String control(String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(AthenaControl.PATH));
        return http.send(
                        body.isEmpty()
                                ? request.build()
                                : request.POST(BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofString())
                .body();
    }
}
