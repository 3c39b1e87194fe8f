package local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everything that the pipelines expect to find in their account, by the names of the local run. */
final class Furniture {
    private static final List<String> BUCKETS =
            List.of("lake-landing", "lake-raw", "lake-processed", "lake-archive", "lake-results", "lake-events");

    private static final List<String> QUEUES = List.of(
            "ingest-api-a",
            "ingest-api-b",
            "ingest-api-c",
            "ingest-api-d",
            "aggregator-events",
            "aggregator-deliveries",
            "eventlog-events",
            "flights-raw-events",
            "flights-processed-events",
            "export-events");

    /** One more than the fifth receive, on which the pipelines themselves park a message. */
    private static final int RECEIVES_BEFORE_REDRIVE = 6;

    /** A delivery waits as long as its end is down, and every look at it costs a receive. */
    private static final Map<String, Integer> PATIENT = Map.of("aggregator-deliveries", 1_000);

    /** Partition key and, where there is one, sort key; all are texts. */
    private static final Map<String, List<String>> TABLES = Map.of(
            "lake-runs", List.of("run", "at"),
            "lake-objects", List.of("id"),
            "lake-circuits", List.of("service"),
            "flight-data-execution-tracking", List.of("execution_id", "pipeline_step"));

    /** One other way into a table: its name, partition key and sort key; it shows keys alone. */
    private static final Map<String, List<String>> INDEXES =
            Map.of("lake-objects", List.of("open-bundles", "open", "since"));

    private static final List<String> THERE =
            List.of("BucketAlreadyOwnedByYou", "ResourceInUse", "ExistsException", "TimeToLive is already enabled");

    private static final String DATABASE = "glue_catalog";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:";

    private final URI cloud;
    private final URI stubs;
    private final HttpClient client = HttpClient.newHttpClient();

    Furniture(URI cloud, URI stubs) {
        this.cloud = cloud;
        this.stubs = stubs;
    }

    void putInPlace() {
        CompletableFuture<ParquetFile> customers = CompletableFuture.supplyAsync(() -> Customers.asOf(Instant.now()));
        BUCKETS.parallelStream().forEach(this::bucket);
        QUEUES.parallelStream().forEach(this::queue);
        TABLES.forEach(this::table);
        secret("local/api/credentials", credentials("api_base_url", stubs + "/api", "token_endpoint", "/oauth/token"));
        secret("local/nifi/credentials", Map.of("username", "local", "password", "local"));
        secret("local/opensky/credentials", credentials());
        secret("local/export/api-key", "local");
        s3("PUT", "/lake-landing?notification", notification(rule("aggregator-events", "data/", "")));
        s3("PUT", "/lake-raw?notification", notification(rule("flights-raw-events", "year=", ".json.gz")));
        s3("PUT", "/lake-events?notification", notification(rule("eventlog-events", "local/log-", ".json")));
        s3(
                "PUT",
                "/lake-processed?notification",
                notification(
                        rule("flights-processed-events", "year=", ".parquet"),
                        rule("export-events", "silver/", ".parquet")));
        call("sns", "Action=CreateTopic&Version=2010-03-31&Name=lake-alerts");
        call("glue", "AWSGlue.CreateDatabase", Map.of("DatabaseInput", Map.of("Name", DATABASE)));
        call("glue", "AWSGlue.CreateTable", Map.of("DatabaseName", DATABASE, "TableInput", Customers.table()));
        call(
                "glue",
                "AWSGlue.CreateTable",
                Map.of(
                        "DatabaseName",
                        DATABASE,
                        "TableInput",
                        Customers.parquet(LocalEvents.TABLE, LocalEvents.FOLDER, LocalEvents.COLUMNS)));
        s3(
                "PUT",
                "/lake-processed/silver/customers/customers.parquet",
                customers.join().content());
    }

    private void bucket(String name) {
        s3("PUT", "/" + name, "");
        s3(
                "PUT",
                "/" + name + "?versioning",
                "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
    }

    private void queue(String name) {
        call("sqs", "AmazonSQS.CreateQueue", Map.of("QueueName", name + "-dlq"));
        String redrive = json(Map.of(
                "deadLetterTargetArn",
                ARN + name + "-dlq",
                "maxReceiveCount",
                String.valueOf(PATIENT.getOrDefault(name, RECEIVES_BEFORE_REDRIVE))));
        call("sqs", "AmazonSQS.CreateQueue", Map.of("QueueName", name, "Attributes", Map.of("RedrivePolicy", redrive)));
    }

    private void table(String name, List<String> keys) {
        List<String> index = INDEXES.getOrDefault(name, List.of());
        List<String> indexed = index.stream().skip(1).toList();
        List<Map<String, String>> types = Stream.concat(keys.stream(), indexed.stream())
                .map(key -> Map.of("AttributeName", key, "AttributeType", "S"))
                .toList();
        Map<String, Object> table = new TreeMap<>(Map.of(
                "TableName",
                name,
                "KeySchema",
                schema(keys),
                "AttributeDefinitions",
                types,
                "BillingMode",
                "PAY_PER_REQUEST"));
        if (!index.isEmpty()) {
            table.put(
                    "GlobalSecondaryIndexes",
                    List.of(Map.of(
                            "IndexName", index.get(0),
                            "KeySchema", schema(indexed),
                            "Projection", Map.of("ProjectionType", "KEYS_ONLY"))));
        }
        call("dynamodb", "DynamoDB_20120810.CreateTable", table);
        call(
                "dynamodb",
                "DynamoDB_20120810.UpdateTimeToLive",
                Map.of("TableName", name, "TimeToLiveSpecification", Map.of("Enabled", true, "AttributeName", "ttl")));
    }

    private static List<Map<String, String>> schema(List<String> keys) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> Map.of("AttributeName", keys.get(i), "KeyType", i == 0 ? "HASH" : "RANGE"))
                .toList();
    }

    private static Map<String, String> credentials(String... more) {
        Map<String, String> secret = new TreeMap<>(Map.of("client_id", "local", "client_secret", "local"));
        for (int i = 0; i < more.length; i += 2) {
            secret.put(more[i], more[i + 1]);
        }
        return secret;
    }

    private void secret(String name, Map<String, String> fields) {
        secret(name, json(fields));
    }

    private void secret(String name, String value) {
        call("secretsmanager", "secretsmanager.CreateSecret", Map.of("Name", name, "SecretString", value));
    }

    private static String notification(String... rules) {
        return "<NotificationConfiguration>" + String.join("", rules) + "</NotificationConfiguration>";
    }

    private static String rule(String queue, String prefix, String suffix) {
        List<String> filters = new ArrayList<>();
        filters.add("<FilterRule><Name>prefix</Name><Value>" + prefix + "</Value></FilterRule>");
        filters.add("<FilterRule><Name>suffix</Name><Value>" + suffix + "</Value></FilterRule>");
        return "<QueueConfiguration><Id>" + queue + "</Id><Queue>" + ARN + queue + "</Queue>"
                + "<Event>s3:ObjectCreated:*</Event><Filter><S3Key>" + String.join("", filters)
                + "</S3Key></Filter></QueueConfiguration>";
    }

    private void s3(String method, String target, String body) {
        s3(method, target, body.getBytes(StandardCharsets.UTF_8));
    }

    private void s3(String method, String target, byte[] body) {
        send(request("s3", target).method(method, BodyPublishers.ofByteArray(body)));
    }

    private void call(String service, String operation, Map<String, ?> input) {
        send(request(service, "/")
                .header("X-Amz-Target", operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString(json(input))));
    }

    private void call(String service, String form) {
        send(request(service, "/")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** The gateway checks no signatures; it only needs to read the service in them. */
    private HttpRequest.Builder request(String service, String target) {
        return HttpRequest.newBuilder(cloud.resolve(target))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=none");
    }

    private void send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2 && !isThere(answer)) {
                throw new IllegalStateException("the local cloud could not be furnished: " + request + " was answered "
                        + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the local cloud could not be furnished: " + request, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the furnishing of the local cloud was interrupted", interrupted);
        }
    }

    /** What stands in its place already may stay: a cloud that runs on can be furnished again. */
    private static boolean isThere(HttpResponse<String> answer) {
        return THERE.stream().anyMatch(answer.body()::contains);
    }

    private static String json(Map<String, ?> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
