package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import local.ParquetFile;
import local.ParquetTable;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The part of a test's lake that export needs: a queue, a bucket for results and failed batches, secrets, the API. What is
 * exported is a table of customers.
 */
final class ExportLake implements AutoCloseable {
    static final String TABLE = "local_customers_silver";
    static final String KEY = "silver/customers/customers.parquet";
    static final int CUSTOMERS = 2_000;

    private static final String COLUMNS = "customer_id:bigint,first_name:varchar,last_name:varchar,email:varchar,"
            + "region:varchar,balance:decimal(12,2),vip:boolean,birth_date:date,processed_timestamp:timestamp,note:varchar";

    private final TestLake lake = new TestLake();

    ExportLake() {
        for (String bucket : List.of(results(), bucket())) {
            lake.clients().s3().createBucket(create -> create.bucket(bucket));
        }
        ParquetFile customers =
                ParquetTable.customers(TestLake.Ends.AWS, database(), "s3://" + bucket() + "/silver/customers/");
        lake.clients().s3().putObject(put -> put.bucket(bucket()).key(KEY), RequestBody.fromBytes(customers.content()));
        lake.createQueue(events(), 6);
        lake.clients()
                .secrets()
                .createSecret(create -> create.name(lake.name("api")).secretString(api("local")));
        lake.clients()
                .secrets()
                .createSecret(create -> create.name(lake.name("key")).secretString("open-sesame"));
    }

    private static String api(String clientSecret) {
        return "{\"api_base_url\":\"" + TestLake.Ends.STUBS + "/api\",\"client_id\":\"local\",\"client_secret\":\""
                + clientSecret + "\"}";
    }

    /** The API's client has another secret from now on. */
    void putApiSecret(String clientSecret) {
        lake.clients()
                .secrets()
                .putSecretValue(put -> put.secretId(lake.name("api")).secretString(api(clientSecret)));
    }

    TestLake lake() {
        return lake;
    }

    String results() {
        return lake.name("results");
    }

    String bucket() {
        return lake.name("processed");
    }

    String database() {
        return lake.name("lake").replace('-', '_');
    }

    String events() {
        return lake.name("export");
    }

    /** Settings that name this lake, quick enough for tests; {@code more} comes as key, value, key, value. */
    Map<String, String> values(String... more) {
        Map<String, String> values = new TreeMap<>(lake.values());
        values.keySet().removeIf(key -> key.startsWith("ingest."));
        values.put("lake.pipelines", "export");
        values.put("export.tables", TABLE);
        values.put("export.tables." + TABLE + ".columns", COLUMNS);
        values.put("export.athena-output", results());
        values.put("export.results-bucket", results());
        values.put("export.bucket", bucket());
        values.put("export.athena-database", database());
        values.put("export.events-queue", events());
        values.put("export.api-secret", lake.name("api"));
        values.put("export.api-hosts", TestLake.Ends.STUBS.getHost() + ":" + TestLake.Ends.STUBS.getPort());
        values.put("export.http-key-secret", lake.name("key"));
        values.put("export.http-port", "0");
        values.put("export.http-rate", "1000/s");
        values.put("export.poll-delay", "20ms");
        values.put("export.retry-delay", "50ms");
        values.put("export.retry-cap", "200ms");
        values.put("export.object-delay", "1s");
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    /** The event by which S3 tells of the customers' object. */
    String objectEvent(String version) {
        return objectEvent(KEY, version);
    }

    /** The event by which S3 tells of an object, its key encoded. */
    String objectEvent(String key, String version) {
        return ExportMessages.notification(List.of(ExportMessages.created(bucket(), key, version)));
    }

    /** Puts an object of customers with these ids, whose names are made from them. */
    void putCustomers(String key, int from, int count) {
        ParquetFile some = ParquetFile.of("""
                SELECT CAST(i AS BIGINT) AS customer_id, 'Ada' AS first_name, 'No ' || i AS last_name, NULL AS email,
                    'us-east' AS region, CAST(i AS DECIMAL(12, 2)) AS balance, true AS vip, DATE '1990-01-01' AS birth_date,
                    TIMESTAMP '2001-01-01 00:00:00' AS processed_timestamp, NULL AS note
                FROM range(%d, %d) AS people(i)""".formatted(from, from + count));
        lake.clients().s3().putObject(put -> put.bucket(bucket()).key(key), RequestBody.fromBytes(some.content()));
    }

    /** What Athena was told until now: {@code started}, {@code stopped}, and how many queries are in each state. */
    Map<String, Object> queries() {
        return json(text(lake.cloud("GET", "athena", "")));
    }

    /** Arranges something for Athena's next queries. */
    void arrange(String order) {
        lake.cloud("POST", "athena", order);
    }

    /** Forgets all that was sent and arranged; tokens of before are no good any more. */
    void reset() {
        lake.reset();
        if (TestLake.Ends.LOCAL) {
            lake.cloud("POST", "reset", "");
        }
    }

    /** Posts of one batch of an export, by the API's count. */
    int posts(String exportId, int batch) {
        Map<?, ?> batches = (Map<?, ?>) export(exportId).get("batches");
        Map<?, ?> one = (Map<?, ?>) batches.get(Integer.toString(batch));
        return one == null ? 0 : (int) one.get("posts");
    }

    void send(String message) {
        lake.sendTo(events(), message, Map.of());
    }

    /** Ids of the exports that the API knows. */
    List<String> exports() {
        return List.copyOf(json(text(lake.call("GET", "/_export", ""))).keySet());
    }

    /** What the API has of one export. */
    Map<String, Object> export(String exportId) {
        return json(text(lake.call("GET", "/_export/" + exportId, "")));
    }

    /** The records that the API has of an export, in the order of their batches. */
    List<Map<String, Object>> records(String exportId) {
        List<Map<String, Object>> records = new ArrayList<>();
        text(lake.call("GET", "/_export/" + exportId + "/records", ""))
                .lines()
                .forEach(line -> records.add(json(line)));
        return records;
    }

    /** The row of an export in the ledger. */
    Map<String, String> row(String exportId) {
        Map<String, String> row = new TreeMap<>();
        lake.clients()
                .dynamoDb()
                .getItem(get -> get.tableName(lake.table())
                        .key(Map.of(
                                "run",
                                software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(
                                        "export:" + exportId),
                                "at",
                                software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS("export")))
                        .consistentRead(true))
                .item()
                .forEach((name, value) -> row.put(name, value.s() == null ? value.n() : value.s()));
        return row;
    }

    /** The ledger's rows whose names begin so. */
    List<Map<String, String>> ledger(String prefix) {
        List<Map<String, String>> rows = new ArrayList<>();
        lake
                .clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(lake.table()).consistentRead(true))
                .items()
                .stream()
                .filter(item -> item.get("run").s().startsWith(prefix))
                .forEach(item -> {
                    Map<String, String> row = new TreeMap<>();
                    item.forEach((name, value) -> row.put(name, value.s() == null ? value.n() : value.s()));
                    rows.add(row);
                });
        return rows;
    }

    /** Keys of batches that lie parked. */
    List<String> parkedBatches() {
        return parkedBatches("");
    }

    /** Those of one export. */
    List<String> parkedBatches(String exportId) {
        return lake
                .clients()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(results())
                        .prefix("failed/" + (exportId.isEmpty() ? "" : "export/" + exportId + "/")))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** A batch that lies parked, with its reason. */
    Map<String, Object> parkedBatch(String exportId, int batch) {
        return json(lake.clients()
                .s3()
                .getObjectAsBytes(
                        get -> get.bucket(results()).key("failed/export/" + exportId + "/batch-" + batch + ".json"))
                .asUtf8String());
    }

    /** A queue of this lake to which nothing is sent. */
    String idle() {
        String name = lake.name("idle");
        lake.createQueue(name, 6);
        return name;
    }

    /** Until the queue has nothing left to be done. */
    void awaitIdle() {
        Awaitility.await("the queue of exports is empty")
                .atMost(Duration.ofSeconds(60))
                .until(() -> lake.depth(events()) == 0);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Map<String, Object> json(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lake.close();
    }
}
