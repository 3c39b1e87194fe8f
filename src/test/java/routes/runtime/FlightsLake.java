package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The part of a test's lake that flights needs: raw and processed snapshots, their queues and tables, a topic with somebody
 * who listens, a secret, and OpenSky with a small fleet.
 */
final class FlightsLake implements AutoCloseable {
    /** A schedule by which no fetch is due while tests run. */
    static final String NEVER = "0 0 3 1 1 ? 2099";

    /** The time of snapshots, unless a test says another. */
    static final Instant TIME = Instant.parse("2024-06-15T18:40:00Z");

    static final int FLEET = 120;

    private final TestLake lake = new TestLake();
    private final FlightsTopic topic;

    FlightsLake() {
        for (String bucket : List.of(raw(), processed())) {
            lake.clients().s3().createBucket(create -> create.bucket(bucket));
            lake.clients()
                    .s3()
                    .putBucketVersioning(put ->
                            put.bucket(bucket).versioningConfiguration(versioning -> versioning.status("Enabled")));
        }
        lake.createQueue(rawEvents(), 6);
        lake.createQueue(processedEvents(), 6);
        lake.clients()
                .dynamoDb()
                .createTable(create -> create.tableName(executions())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(TestLake.text("execution_id"), TestLake.text("pipeline_step"))
                        .keySchema(
                                TestLake.key("execution_id", KeyType.HASH),
                                TestLake.key("pipeline_step", KeyType.RANGE)));
        lake.enableTimeToLive(executions());
        lake.clients()
                .dynamoDb()
                .createTable(create -> create.tableName(circuits())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(TestLake.text("service"))
                        .keySchema(TestLake.key("service", KeyType.HASH)));
        lake.clients()
                .secrets()
                .createSecret(create ->
                        create.name(secret()).secretString("{\"client_id\":\"local\",\"client_secret\":\"local\"}"));
        this.topic = new FlightsTopic(lake);
        sky().sound();
    }

    TestLake lake() {
        return lake;
    }

    String raw() {
        return lake.name("snapshots");
    }

    String processed() {
        return lake.name("processed");
    }

    String rawEvents() {
        return lake.name("raw-events");
    }

    String processedEvents() {
        return lake.name("processed-events");
    }

    String executions() {
        return lake.name("executions");
    }

    String circuits() {
        return lake.name("circuits");
    }

    String secret() {
        return lake.name("opensky");
    }

    /** Settings that name this lake, quick enough for tests; {@code more} comes as key, value, key, value. */
    Map<String, String> values(String... more) {
        Map<String, String> values = new TreeMap<>(lake.values());
        values.keySet().removeIf(key -> key.startsWith("ingest."));
        values.put("lake.pipelines", "flights");
        values.put("flights.base-url", TestLake.Ends.STUBS + "/api");
        values.put("flights.token-url", TestLake.Ends.STUBS + "/oauth/opensky/token");
        values.put("flights.secret", secret());
        values.put("flights.daily-credits", "0");
        values.put("flights.schedule", NEVER);
        values.put("flights.fetch-retry-delay", "1ms");
        values.put("flights.retry-delay", "200ms");
        values.put("flights.raw-bucket", raw());
        values.put("flights.processed-bucket", processed());
        values.put("flights.raw-events-queue", rawEvents());
        values.put("flights.processed-events-queue", processedEvents());
        values.put("flights.circuit-table", circuits());
        values.put("flights.executions-table", executions());
        values.put("flights.alerts-topic", topic.arn());
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    /** From now on the buckets tell the queues of what is put into them, as they do in an account. */
    FlightsLake connected() {
        FlightsEvents.connect(lake, raw(), rawEvents(), ".json.gz");
        FlightsEvents.connect(lake, processed(), processedEvents(), ".parquet");
        return this;
    }

    /** Puts a raw object as a fetch leaves it, and tells of it. */
    void arrive(Instant time, String json) {
        putRaw(time, json);
        tellRaw(time);
    }

    void putRaw(Instant time, String json) {
        Map<String, String> metadata =
                Map.of("fetched-at", "2024-06-15T18:40:02Z", "run-id", "flights-test-" + time.getEpochSecond());
        put(raw(), FlightsKeys.raw(time), FlightsSnapshots.gzip(json.getBytes(StandardCharsets.UTF_8)), metadata);
    }

    void put(String bucket, String key, byte[] content, Map<String, String> metadata) {
        lake.clients()
                .s3()
                .putObject(put -> put.bucket(bucket).key(key).metadata(metadata), RequestBody.fromBytes(content));
    }

    void tellRaw(Instant time) {
        lake.sendTo(rawEvents(), FlightsEvents.created(raw(), FlightsKeys.raw(time)), Map.of());
    }

    void tellProcessed(Instant time) {
        lake.sendTo(processedEvents(), FlightsEvents.created(processed(), FlightsKeys.processed(time)), Map.of());
    }

    /** Keys of a bucket, in order. */
    List<String> keys(String bucket) {
        return lake.clients().s3().listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    boolean has(String bucket, String key) {
        try {
            head(bucket, key);
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    HeadObjectResponse head(String bucket, String key) {
        return lake.clients().s3().headObject(head -> head.bucket(bucket).key(key));
    }

    byte[] object(String bucket, String key) {
        return lake.clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(bucket).key(key))
                .asByteArray();
    }

    /** How often a key has been written, whatever is there now; a removal in a versioned bucket is no write. */
    int writes(String bucket, String key) {
        return (int) lake
                .clients()
                .s3()
                .listObjectVersions(list -> list.bucket(bucket).prefix(key))
                .versions()
                .stream()
                .filter(version -> version.key().equals(key))
                .count();
    }

    Map<String, Object> json(String bucket, String key) {
        return FlightsJson.map(new String(object(bucket, key), StandardCharsets.UTF_8));
    }

    FlightsSky sky() {
        return new FlightsSky(lake);
    }

    FlightsRows rows() {
        return new FlightsRows(lake, executions(), circuits());
    }

    /** Every alert that was published so far, in their order. */
    List<FlightsTopic.Alert> alerts() {
        return topic.alerts();
    }

    void isConvertedOnce(Instant time) {
        assertThat(writes(processed(), FlightsKeys.processed(time))).isEqualTo(1);
    }

    /** What lies parked, which has to be one message. */
    Message onlyParked() {
        List<Message> parked = parked();
        assertThat(parked).hasSize(1);
        return parked.get(0);
    }

    /** Parked messages of both queues. */
    List<Message> parked() {
        List<Message> parked = new ArrayList<>(lake.look(rawEvents() + "-dlq"));
        parked.addAll(lake.look(processedEvents() + "-dlq"));
        return parked;
    }

    FlightsFaults faults() {
        return new FlightsFaults(lake);
    }

    boolean isIdle() {
        return lake.depth(rawEvents()) + lake.depth(processedEvents()) == 0;
    }

    void awaitIdle() {
        await().pollInterval(Duration.ofMillis(50)).atMost(Scale.patience()).until(this::isIdle);
    }

    @Override
    public void close() {
        lake.close();
    }
}
