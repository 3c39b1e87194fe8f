package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import routes.aws.Queues;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The part of a test's lake that the aggregator needs: a landing bucket that tells its queue of new objects, an archive,
 * the two queues, the tables, and NiFi. What is in bundles is read by means of its own.
 */
final class AggregatorLake implements AutoCloseable {
    private final TestLake lake = new TestLake(List.of());

    AggregatorLake() {
        this("data/");
    }

    AggregatorLake(String prefix) {
        for (String bucket : List.of(landing(), archive())) {
            lake.clients().s3().createBucket(create -> create.bucket(bucket));
            lake.clients()
                    .s3()
                    .putBucketVersioning(put ->
                            put.bucket(bucket).versioningConfiguration(versioning -> versioning.status("Enabled")));
        }
        String arn = lake.createQueue(events(), 6);
        lake.createQueue(deliveries(), 1000);
        if (TestLake.Ends.LOCAL) {
            notify(arn, prefix);
        }
        createTables(lake, objects(), circuits());
        lake.clients()
                .secrets()
                .createSecret(create ->
                        create.name(secret()).secretString("{\"username\":\"local\",\"password\":\"local\"}"));
    }

    private void notify(String queueArn, String prefix) {
        FilterRule rule = FilterRule.builder().name("prefix").value(prefix).build();
        QueueConfiguration queue = QueueConfiguration.builder()
                .queueArn(queueArn)
                .events(Event.S3_OBJECT_CREATED)
                .filter(filter -> filter.key(key -> key.filterRules(List.of(rule))))
                .build();
        lake.clients()
                .s3()
                .putBucketNotificationConfiguration(put -> put.bucket(landing())
                        .notificationConfiguration(notification -> notification.queueConfigurations(List.of(queue))));
        dropTestEvent();
    }

    /** S3 sends one to a queue that it will notify: it would count among the messages that a test sends. */
    private void dropTestEvent() {
        Message event = lake.receive(events(), 1, Duration.ofSeconds(30)).get(0);
        if (!event.body().contains("s3:TestEvent")) {
            throw new IllegalStateException("first message is " + event.body() + ", expected the test event of S3");
        }
        new Queues(lake.clients()::sqs).delete(events(), List.of(event.receiptHandle()));
    }

    static void createTables(TestLake lake, String objects, String circuits) {
        GlobalSecondaryIndex open = GlobalSecondaryIndex.builder()
                .indexName("open-bundles")
                .keySchema(TestLake.key("open", KeyType.HASH), TestLake.key("since", KeyType.RANGE))
                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                .build();
        lake.clients()
                .dynamoDb()
                .createTable(create -> create.tableName(objects)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(TestLake.text("id"), TestLake.text("open"), TestLake.text("since"))
                        .keySchema(TestLake.key("id", KeyType.HASH))
                        .globalSecondaryIndexes(open));
        lake.enableTimeToLive(objects);
        lake.clients()
                .dynamoDb()
                .createTable(create -> create.tableName(circuits)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(TestLake.text("service"))
                        .keySchema(TestLake.key("service", KeyType.HASH)));
    }

    TestLake lake() {
        return lake;
    }

    String landing() {
        return lake.name("landing");
    }

    String archive() {
        return lake.name("archive");
    }

    String events() {
        return lake.name("events");
    }

    String deliveries() {
        return lake.name("deliveries");
    }

    String objects() {
        return lake.name("objects");
    }

    String circuits() {
        return lake.name("circuits");
    }

    String secret() {
        return lake.name("nifi");
    }

    /** Settings that name this lake, quick enough for tests; {@code more} comes as key, value, key, value. */
    Map<String, String> values(String... more) {
        Map<String, String> values = new TreeMap<>(lake.values());
        values.keySet().removeIf(key -> key.startsWith("ingest."));
        values.put("lake.pipelines", "aggregator");
        values.put("aggregator.landing-bucket", landing());
        values.put("aggregator.archive-bucket", archive());
        values.put("aggregator.events-queue", events());
        values.put("aggregator.deliveries-queue", deliveries());
        values.put("aggregator.idempotency-table", objects());
        values.put("aggregator.circuit-table", circuits());
        values.put("aggregator.batch-timeout", "300ms");
        values.put("aggregator.retry-delay", "200ms");
        values.put("aggregator.nifi-url", TestLake.Ends.STUBS + "/nifi/contentListener");
        values.put("aggregator.nifi-secret", secret());
        values.put("aggregator.nifi-timeout", "20s");
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    /** Puts an object into the landing bucket; S3 tells the queue of it. Answers its version. */
    String put(String key, byte[] content) {
        return lake.clients()
                .s3()
                .putObject(put -> put.bucket(landing()).key(key), RequestBody.fromBytes(content))
                .versionId();
    }

    void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The same, of bytes that are never whole in memory. */
    String put(String key, Content content) {
        RequestBody body = RequestBody.fromContentProvider(content::open, content.length(), "application/octet-stream");
        return lake.clients()
                .s3()
                .putObject(put -> put.bucket(landing()).key(key), body)
                .versionId();
    }

    /** The keys of all bundles, without their manifests. */
    List<String> bundles() {
        return keys().stream().filter(key -> !key.endsWith(".manifest.json")).toList();
    }

    /** How much room all bundles take. */
    long archivedBytes() {
        return lake.clients().s3().listObjectsV2Paginator(list -> list.bucket(archive())).contents().stream()
                .filter(object -> !object.key().endsWith(".manifest.json"))
                .mapToLong(S3Object::size)
                .sum();
    }

    /** All keys of the archive. */
    List<String> keys() {
        return lake.clients().s3().listObjectsV2Paginator(list -> list.bucket(archive())).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    InputStream open(String key) {
        return lake.clients().s3().getObject(get -> get.bucket(archive()).key(key));
    }

    Map<String, Object> manifest(String bundle) {
        String key = bundle.replaceFirst("\\.(tar\\.gz|gz|zip)$", ".manifest.json");
        try (InputStream stream = open(key)) {
            return JSON.std.mapFrom(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A member of a bundle.
     *
     * @param bundle key of the bundle
     * @param name of the member
     * @param sha256 of its content
     */
    record Member(String bundle, String name, String sha256) {}

    /** The members of all bundles in the archive, read by a tar reader. */
    List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (String bundle : bundles()) {
            try (InputStream stream = open(bundle)) {
                members.addAll(members(bundle, stream));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return members;
    }

    static List<Member> members(String bundle, InputStream stream) throws IOException {
        List<Member> members = new ArrayList<>();
        @SuppressWarnings("resource") // It is the caller's.
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(stream, 1 << 16));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            members.add(new Member(bundle, entry.getName(), sha256(tar)));
        }
        return members;
    }

    static String sha256(byte[] content) {
        try {
            return sha256(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(InputStream stream) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] some = new byte[1 << 16];
            for (int read = stream.read(some); read >= 0; read = stream.read(some)) {
                digest.update(some, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What NiFi has accepted, by bundle id, read by a tar reader. */
    List<Member> delivered() {
        List<Member> members = new ArrayList<>();
        nifi().forEach((id, facts) -> {
            if (!facts.get("successes").equals(0)) {
                try (InputStream bundle = received(id)) {
                    members.addAll(members(id, bundle));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        return members;
    }

    /** Every bundle is delivered, with so many objects in all. */
    boolean hasDelivered(int objects) {
        List<Map<String, AttributeValue>> bundles = rows();
        return bundles.stream().allMatch(row -> row.get("state").s().matches("DELIVERED|EMPTY"))
                && bundles.stream()
                                .filter(row -> row.containsKey("members"))
                                .mapToInt(row ->
                                        Integer.parseInt(row.get("members").s()))
                                .sum()
                        == objects;
    }

    /** The bytes of a bundle as NiFi has taken them last. */
    InputStream received(String id) {
        return lake.open("/nifi/received/" + id);
    }

    /** Both queues are empty, whatever lies on their dead-letter queues. */
    boolean isIdle() {
        return lake.depth(events()) == 0 && lake.depth(deliveries()) == 0;
    }

    /** Nothing is parked. */
    boolean hasNothingParked() {
        return lake.depth(events() + "-dlq") == 0 && lake.depth(deliveries() + "-dlq") == 0;
    }

    /** What NiFi has received, by bundle id: posts, successes, bytes, sha256. */
    Map<String, Map<String, Object>> nifi() {
        try {
            Map<String, Map<String, Object>> bundles = new TreeMap<>();
            Object received = JSON.std.anyFrom(lake.call("GET", "/nifi/received", ""));
            if (received instanceof Map<?, ?> byId) {
                byId.forEach((id, facts) -> bundles.put((String) id, cast(facts)));
            }
            return bundles;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }

    /** The row of a bundle, its texts by name. */
    Map<String, String> row(String id) {
        Map<String, String> row = new TreeMap<>();
        lake.clients()
                .dynamoDb()
                .getItem(get -> get.tableName(objects())
                        .key(Map.of("id", AttributeValue.fromS(id)))
                        .consistentRead(true))
                .item()
                .forEach((name, value) -> row.put(name, value.s() == null ? value.n() : value.s()));
        return row;
    }

    /** The row of the circuit of NiFi; empty before anything was noted. */
    Map<String, String> circuit() {
        Map<String, String> row = new TreeMap<>();
        lake.clients()
                .dynamoDb()
                .getItem(get -> get.tableName(circuits())
                        .key(Map.of("service", AttributeValue.fromS("aggregator-nifi")))
                        .consistentRead(true))
                .item()
                .forEach((name, value) -> row.put(name, value.s() == null ? value.n() : value.s()));
        return row;
    }

    /** Bundle ids and their states. */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        lake.clients().dynamoDb().scanPaginator(scan -> scan.tableName(objects())).items().stream()
                .filter(item -> item.containsKey("state"))
                .forEach(
                        item -> states.put(item.get("id").s(), item.get("state").s()));
        return states;
    }

    private List<Map<String, AttributeValue>> rows() {
        return lake.clients().dynamoDb().scanPaginator(scan -> scan.tableName(objects())).items().stream()
                .filter(item -> item.containsKey("state"))
                .toList();
    }

    @Override
    public void close() {
        lake.close();
    }
}
