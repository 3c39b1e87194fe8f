package routes.runtime;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import local.EventFile;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The part of a test's lake that eventlog needs: event files, checkpoints, a queue and tables. Checkpoints are read by
 * DuckDB.
 */
final class EventlogLake implements AutoCloseable {
    static final String PREFIX = "test/";

    private final TestLake lake = new TestLake();

    EventlogLake() {
        for (String bucket : List.of(source(), processed())) {
            lake.clients().s3().createBucket(create -> create.bucket(bucket));
        }
        lake.createQueue(events(), 6);
        lake.clients()
                .dynamoDb()
                .createTable(create -> create.tableName(table())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(TestLake.text("id"))
                        .keySchema(TestLake.key("id", KeyType.HASH)));
    }

    TestLake lake() {
        return lake;
    }

    String source() {
        return lake.name("events");
    }

    String processed() {
        return lake.name("processed");
    }

    String events() {
        return lake.name("eventlog");
    }

    String table() {
        return lake.name("objects");
    }

    /** Settings that name this lake, quick enough for tests; {@code more} comes as key, value, key, value. */
    Map<String, String> values(String... more) {
        Map<String, String> values = new TreeMap<>(lake.values());
        values.keySet().removeIf(key -> key.startsWith("ingest."));
        values.put("lake.pipelines", "eventlog");
        values.put("eventlog.source-bucket", source());
        values.put("eventlog.prefix", PREFIX);
        values.put("eventlog.checkpoint-bucket", processed());
        values.put("eventlog.events-queue", events());
        values.put("eventlog.table", table());
        values.put("eventlog.batch-timeout", "500ms");
        values.put("eventlog.retry-delay", "200ms");
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    /** Puts a file; answers its ETag. */
    String put(EventFile file) {
        return put(PREFIX + file.name(), file.content());
    }

    String put(String key, byte[] content) {
        return lake.clients()
                .s3()
                .putObject(put -> put.bucket(source()).key(key), RequestBody.fromBytes(content))
                .eTag()
                .replace("\"", "");
    }

    void remove(String key) {
        lake.clients().s3().deleteObject(delete -> delete.bucket(source()).key(key));
    }

    /** Sends the event by which S3 tells of new content. */
    void tell(String key, String eTag) {
        lake.sendTo(
                events(),
                "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\""
                        + source() + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, StandardCharsets.UTF_8)
                        + "\",\"size\":1,\"eTag\":\"" + eTag + "\"}}}]}",
                Map.of());
    }

    /** Puts a file and tells of it. */
    void arrive(EventFile file) {
        tell(PREFIX + file.name(), put(file));
    }

    /** One sweep, by the command. */
    TestCommands.Ended sweep(String... more) {
        return sweep(values(), more);
    }

    static TestCommands.Ended sweep(Map<String, String> settings, String... more) {
        List<String> arguments = new ArrayList<>(List.of("eventlog", "sweep", "--json"));
        arguments.addAll(List.of(more));
        return new TestCommands(settings).run(arguments.toArray(String[]::new));
    }

    List<String> keys(String bucket, String prefix) {
        return lake
                .clients()
                .s3()
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** Keys of checkpoints. */
    List<String> checkpoints() {
        return keys(processed(), "checkpoints/");
    }

    /** Keys of reports in quarantine. */
    List<String> reports() {
        return keys(processed(), "quarantine/eventlog/").stream()
                .filter(key -> key.endsWith(".report.json"))
                .toList();
    }

    byte[] object(String key) {
        return lake.clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(processed()).key(key))
                .asByteArray();
    }

    void putObject(String key, byte[] content) {
        lake.clients().s3().putObject(put -> put.bucket(processed()).key(key), RequestBody.fromBytes(content));
    }

    /** Rows of every checkpoint, in their order, as DuckDB reads them; the group is in the column {@code file}. */
    List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String key : checkpoints()) {
            for (Map<String, Object> row : DuckDbFile.query("SELECT * FROM %s", object(key))) {
                row.put("file", key);
                rows.add(row);
            }
        }
        return rows;
    }

    /** How often an operation was called until now. */
    int calls(String operation) {
        try {
            return (int) JSON.std.mapFrom(lake.cloud("GET", "calls", "")).getOrDefault(operation, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls that match are refused, so many times. */
    void fail(String service, String operation, String match, int status, String code, int times) {
        arrange(
                "fail",
                service,
                operation,
                match,
                "\"status\":" + status + ",\"code\":\"" + code + "\",\"times\":" + times);
    }

    /** The n-th call that matches is held before or after its effect, until {@link #release} or its caller has gone. */
    void hold(String service, String operation, String match, int nth, String when) {
        arrange("hold", service, operation, match, "\"nth\":" + nth + ",\"when\":\"" + when + "\"");
    }

    private void arrange(String what, String service, String operation, String match, String more) {
        String calls =
                "\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"match\":\"" + match + "\",";
        lake.cloud("POST", what, "{" + calls + more + "}");
    }

    /** Waits until a call is held. */
    String held() {
        return new String(lake.cloud("GET", "held?wait=60", ""), StandardCharsets.UTF_8);
    }

    /** Lets a held call go on. */
    void release() {
        lake.cloud("POST", "release", "");
    }

    void heal() {
        lake.cloud("POST", "reset", "");
    }

    /** Rows of the table, by id. */
    Map<String, Map<String, AttributeValue>> notes() {
        Map<String, Map<String, AttributeValue>> notes = new TreeMap<>();
        lake.clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(table()).consistentRead(true))
                .items()
                .forEach(item -> notes.put(item.get("id").s(), item));
        return notes;
    }

    /** Forgets every row of the table. */
    void emptyTable() {
        notes().values()
                .forEach(item -> lake.clients()
                        .dynamoDb()
                        .deleteItem(delete -> delete.tableName(table()).key(Map.of("id", item.get("id")))));
    }

    /** Messages that were parked. */
    List<Message> parked() {
        return lake.look(events() + "-dlq");
    }

    void awaitIdle() {
        await().atMost(Scale.patience()).until(this::isIdle);
    }

    boolean isIdle() {
        return lake.depth(events()) == 0;
    }

    @Override
    public void close() {
        lake.close();
    }
}
