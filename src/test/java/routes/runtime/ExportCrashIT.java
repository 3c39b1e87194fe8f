package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import routes.observe.Telemetry;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A process that has many exports, each of them standing before or behind another durable step, is killed with SIGKILL.
 * Whoever goes on asks no query again, and sends again only batches whose acknowledgement had not been written: no more
 * of them than may be on their way at a time, under the same key and with the same bytes.
 */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "kill points are in our gateway")
class ExportCrashIT {
    private static final int PARALLEL = 4;
    private static final int BATCHES = 20;
    private static final String ROW = "export:";
    private static final String STANDING = "acknowledged";
    private static final String RESULT = "exported " + ExportLake.CUSTOMERS + " records";

    private final ExportLake lake = new ExportLake();
    private final List<String> keys = new ArrayList<>();
    private final Map<String, BitSet> written = new HashMap<>();
    private final Map<String, String> settings = lake.values(
            "lake.lease", "1s",
            "lake.visibility", "3s",
            "lake.batches", "32",
            "lake.workers", "32",
            "export.batch-size", Integer.toString(ExportLake.CUSTOMERS / BATCHES),
            "export.parallel", Integer.toString(PARALLEL));
    private int held;
    private Child process;

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void whereverAProcessDiesTheNextAsksNothingTwiceAndSendsAgainOnlyWhatWasNotWritten() throws Exception {
        try (Child dead = start(settings)) {
            stand("dynamodb", "UpdateItem", ROW, 1, "before");
            stand("dynamodb", "UpdateItem", ROW, 1, "after");
            stand("dynamodb", "UpdateItem", STANDING, 1, "before");
            stand("dynamodb", "UpdateItem", STANDING, 1, "after");
            stand("athena", "StartQueryExecution", "", 1, "before");
            stand("athena", "StartQueryExecution", "", 1, "after");
            stand("dynamodb", "UpdateItem", STANDING, 2, "after");
            stand("athena", "GetQueryExecution", "", 1, "before");
            stand("s3", "GetObject", ".csv", 1, "before");
            stand("dynamodb", "UpdateItem", STANDING, 3, "before");
            stand("dynamodb", "UpdateItem", STANDING, 3, "after");
            stand("dynamodb", "UpdateItem", RESULT, 1, "before");
            stand("dynamodb", "UpdateItem", RESULT, 1, "after");
            stand("sqs", "DeleteMessageBatch", "", 1, "before");
            stand("sqs", "DeleteMessageBatch", "", 1, "after");
            stand("dynamodb", "UpdateItem", STANDING, 4, "before");
            dead.kill();
        }
        int asked = queries();
        note();
        try (CamelApplication next = start()) {
            assertThat(next.context().isStarted()).isTrue();
            await().atMost(Duration.ofSeconds(50)).until(() -> lake.lake().depth(lake.events()) == 0);
        }
        assertThat(asked + queries()).as("queries").isEqualTo(keys.size());
        assertAllAreThere();
    }

    @Test
    void whatADeadProcessWasSendingIsResumedByHandWhenItsMessageIsLost() {
        String heldBatch;
        try (Child dead = start(settings)) {
            lake.lake().behave("{\"end\":\"api\",\"do\":\"status\",\"status\":400,\"batch\":7,\"times\":1}");
            String parked = stand("s3", "PutObject", "batch-7.json", 1, "after");
            awaitAllBut(parked, 7);
            lake.lake().behave("{\"end\":\"api\",\"do\":\"hold\",\"batch\":5,\"times\":1}");
            heldBatch = send();
            awaitAllBut(heldBatch, 5);
            stand("dynamodb", "UpdateItem", STANDING, 9, "after");
            dead.kill();
        }
        int asked = queries();
        lake.lake().behave("{\"end\":\"api\",\"do\":\"release\"}");
        assertThat(lake.parkedBatches()).hasSize(1);
        note();
        String url = lake.lake()
                .clients()
                .sqs()
                .getQueueUrl(get -> get.queueName(lake.events()))
                .queueUrl();
        lake.lake().clients().sqs().purgeQueue(purge -> purge.queueUrl(url));
        for (String id : ids().values()) {
            await().until(() -> lake.row(id).get("lease_until").compareTo(second()) < 0);
            assertThat(new TestCommands(settings).run("export", "resume", id))
                    .satisfies(ended -> assertThat(ended.code()).as(ended.err()).isZero())
                    .satisfies(ended -> assertThat(ended.out()).contains(RESULT));
        }
        assertThat(asked + queries()).as("queries").isEqualTo(keys.size());
        assertAllAreThere();
        assertThat(posts(lake.export(ids().get(heldBatch)), 5))
                .as("posts of the batch that was held")
                .isEqualTo(2);
    }

    private CamelApplication start() throws Exception {
        return new CamelApplication(
                        Assembly.of(
                                TestLake.settings(settings),
                                List.of(Pipeline.EXPORT),
                                new CountingMeter(),
                                Telemetry.off(),
                                Clock.systemUTC()),
                        true)
                .start();
    }

    /** Another export comes, and stops at the n-th such call from now. */
    private String stand(String service, String operation, String match, int nth, String when) {
        lake.lake()
                .cloud(
                        "POST",
                        "hold",
                        "{\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"match\":\"" + match
                                + "\",\"nth\":" + nth + ",\"when\":\"" + when + "\"}");
        String key = send();
        held++;
        try {
            byte[] last = lake.lake().cloud("GET", "held?wait=15&count=" + held, "");
            assertThat(new String(last, StandardCharsets.UTF_8)).contains(operation);
        } catch (IllegalStateException e) {
            throw new AssertionError("call " + held + " is not held: " + process.log(), e);
        }
        return key;
    }

    /** Until all batches of an export are acknowledged and written, but the one that does not get through. */
    private void awaitAllBut(String key, int batch) {
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            String id = ids().get(key);
            assertThat(id).isNotNull();
            BitSet there = acknowledged(lake.row(id).getOrDefault(STANDING, ""));
            assertThat(there.cardinality()).isEqualTo(BATCHES - 1);
            assertThat(there.get(batch)).isFalse();
        });
    }

    private Child start(Map<String, String> with) {
        process = Child.start(with);
        return process;
    }

    /** Puts another object with all customers, and tells of it. */
    private String send() {
        String key = "silver/customers/part-" + keys.size() + ".parquet";
        byte[] customers = lake.lake()
                .clients()
                .s3()
                .getObjectAsBytes(get -> get.bucket(lake.bucket()).key(ExportLake.KEY))
                .asByteArray();
        lake.lake()
                .clients()
                .s3()
                .putObject(put -> put.bucket(lake.bucket()).key(key), RequestBody.fromBytes(customers));
        keys.add(key);
        lake.send(lake.objectEvent("v1").replace(ExportLake.KEY, key));
        return key;
    }

    /** Queries that Athena has begun since the last reset of its faults. */
    private int queries() {
        byte[] counts = lake.lake().cloud("GET", "athena", "");
        return (int) ExportLake.json(new String(counts, StandardCharsets.UTF_8)).get("started");
    }

    /** Drops what is held, and notes which acknowledgements the dead process has written. */
    private void note() {
        lake.lake().cloud("POST", "reset", "");
        ids().forEach((key, id) -> written.put(key, acknowledged(lake.row(id).getOrDefault(STANDING, ""))));
    }

    /** Export ids by the keys of their objects, as far as the ledger knows them. */
    private Map<String, String> ids() {
        Map<String, String> ids = new HashMap<>();
        for (Map<String, AttributeValue> row : lake.lake()
                .clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(lake.lake().table()).consistentRead(true))
                .items()) {
            String run = row.get("run").s();
            if (run.startsWith(ROW) && row.containsKey("request")) {
                String request = row.get("request").s();
                keys.stream()
                        .filter(key -> request.contains(key + "\""))
                        .forEach(key -> ids.put(key, run.substring(ROW.length())));
            }
        }
        return ids;
    }

    /** Numbers of batches, from the ledger's text. */
    private static BitSet acknowledged(String text) {
        BitSet batches = new BitSet();
        if (text.isEmpty()) {
            return batches;
        }
        int through = Integer.parseInt(text.substring(0, text.indexOf(':')));
        byte[] packed = Base64.getDecoder().decode(text.substring(text.indexOf(':') + 1));
        try (InflaterInputStream bits = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            BitSet.valueOf(bits.readAllBytes()).stream().forEach(bit -> batches.set(through + 1 + bit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        batches.set(1, through + 1);
        return batches;
    }

    private static int posts(Map<String, Object> export, int batch) {
        Map<?, ?> batches = (Map<?, ?>) export.get("batches");
        return (int) ((Map<?, ?>) batches.get(Integer.toString(batch))).get("posts");
    }

    /** In the form of the ledger's times. */
    private static String second() {
        return Instant.now().toString().substring(0, 19) + "Z";
    }

    private void assertAllAreThere() {
        Map<String, String> ids = ids();
        assertThat(ids).containsOnlyKeys(keys);
        ids.forEach((key, id) -> {
            assertThat(lake.row(id)).as(key).containsKey("finished_at").containsEntry("attempt", "1");
            assertThat(lake.records(id))
                    .as(key)
                    .hasSize(ExportLake.CUSTOMERS)
                    .extracting(record -> record.get("customer_id"))
                    .doesNotHaveDuplicates();
            assertThat(lake.export(id)).as(key).containsEntry("conflicts", 0);
            assertRepeated(key, id);
        });
        assertThat(lake.parkedBatches()).isEmpty();
        assertThat(lake.lake().depth(lake.events() + "-dlq")).isZero();
    }

    private void assertRepeated(String key, String id) {
        BitSet before = written.getOrDefault(key, new BitSet());
        Map<String, Object> export = lake.export(id);
        for (int batch = 1; batch <= BATCHES; batch++) {
            assertThat(posts(export, batch))
                    .as("posts of batch %s of %s", batch, key)
                    .isBetween(1, before.get(batch) ? 1 : 2);
        }
        assertThat((int) export.get("repeated_keys"))
                .as("repeated batches of %s", key)
                .isLessThanOrEqualTo(PARALLEL);
    }
}
