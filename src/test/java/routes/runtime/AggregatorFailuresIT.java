package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S3, DynamoDB and SQS fail under the aggregator: what is lost is time. */
@DisabledIfEnvironmentVariable(named = "AWS_ENDPOINT_URL", matches = ".+", disabledReason = "faults are in our gateway")
class AggregatorFailuresIT {
    private static final int MIB = 1 << 20;

    private final AggregatorLake lake = new AggregatorLake();
    private final Shipment shipment = new Shipment(lake);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        lake.close();
    }

    private void arrange(String what, String service, String operation, String match, String more) {
        lake.lake()
                .cloud(
                        "POST",
                        what,
                        "{\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"match\":\"" + match
                                + "\"," + more + "}");
    }

    private void fail(String service, String operation, String match, int status, String code, int times) {
        arrange(
                "fail",
                service,
                operation,
                match,
                "\"status\":" + status + ",\"code\":\"" + code + "\",\"times\":" + times);
    }

    private int calls(String operation) {
        try {
            return (int) JSON.std.mapFrom(lake.lake().cloud("GET", "calls", "")).getOrDefault(operation, 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void putFiles() {
        IntStream.range(0, 4).forEach(i -> shipment.put("data/file-" + i, 2000));
    }

    private static AggregatorDoor open(AggregatorLake lake, String... settings) throws Exception {
        return AggregatorDoor.Kind.PROCESS.open(lake, settings);
    }

    private void deliver(String... settings) throws Exception {
        try (AggregatorDoor door = open(lake, settings)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
    }

    @Test
    void anObjectWhoseReadsAreThrottledComesLaterAndTheOthersDoNotWaitForIt() throws Exception {
        putFiles();
        shipment.put("data/throttled", 2000);
        // More often than the SDK tries by itself.
        fail("s3", "GetObject", "throttled", 503, "SlowDown", 6);
        deliver();
        assertThat(lake.bundles()).hasSize(2);
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @Test
    void aReadThatBreaksOffGoesOnWhereItStopped() throws Exception {
        shipment.put("data/broken", MIB);
        // Whoever began anew would never see more than the first 300,000 bytes.
        arrange("cut", "s3", "GetObject", "broken", "\"bytes\":300000,\"times\":1000");
        deliver();
        assertThat(calls("s3.GetObject")).isGreaterThanOrEqualTo(4);
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @Test
    void anObjectThatAlwaysBreaksOffIsParkedInTheEndAndTheOthersAreBundled() throws Exception {
        putFiles();
        lake.put("data/broken", new byte[MIB]);
        arrange("cut", "s3", "GetObject", "broken", "\"bytes\":100000,\"times\":1000");
        try (AggregatorDoor door = open(lake, "lake.max-receives", "2")) {
            await().atMost(Scale.patience())
                    .until(() -> lake.isIdle() && lake.delivered().size() == 4);
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.lake().look(lake.events() + "-dlq")).singleElement().satisfies(parked -> {
            assertThat(parked.body()).contains("data/broken");
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("transient");
            assertThat(parked.messageAttributes().get("error").stringValue()).contains("broke off");
        });
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError", "503, SlowDown"})
    void anArchiveThatFailsGetsTheBundleLaterUnderTheSameName(int status, String code) throws Exception {
        putFiles();
        fail("s3", "PutObject", lake.archive(), status, code, 5);
        deliver();
        assertThat(lake.bundles()).hasSize(1);
        assertThat(lake.states()).hasSize(1);
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @Test
    void aWorkerThatWakesUpTooLateFindsTheBundleOfItsSuccessorAndLeavesItAsItIs() throws Exception {
        putFiles();
        String version = lake.put("data/gone", new byte[100]);
        arrange("hold", "s3", "PutObject", lake.archive(), "\"nth\":1");
        String[] settings = {"lake.lease", "2s", "aggregator.overdue", "1s"};
        try (AggregatorDoor late = open(lake, settings)) {
            lake.lake().cloud("GET", "held?wait=60", "");
            // The late one has read five; its successor can read four.
            lake.lake()
                    .clients()
                    .s3()
                    .deleteObject(delete ->
                            delete.bucket(lake.landing()).key("data/gone").versionId(version));
            try (AggregatorDoor successor = open(lake, settings)) {
                await().atMost(Scale.patience()).until(() -> lake.delivered().size() == 4);
                lake.lake().cloud("POST", "release", "");
                await().atMost(Scale.patience()).until(lake::isIdle);
                assertThat(successor).isNotNull();
            }
            assertThat(late).isNotNull();
        }
        shipment.hasArrivedOnce();
        String bundle = lake.bundles().get(0);
        assertThat(lake.lake()
                        .clients()
                        .s3()
                        .listObjectVersions(list -> list.bucket(lake.archive()).prefix(bundle))
                        .versions())
                .hasSize(1);
        assertThat((List<?>) lake.manifest(bundle).get("members")).hasSize(4);
        assertThat(lake.lake().look(lake.events() + "-dlq"))
                .singleElement()
                .satisfies(parked -> assertThat(parked.body()).contains("data/gone"));
    }

    @ParameterizedTest
    @CsvSource({"500, InternalServerError", "400, ProvisionedThroughputExceededException"})
    void whileNothingCanBePlannedNothingIsReadNorAcknowledged(int status, String code) throws Exception {
        putFiles();
        fail("dynamodb", "TransactWriteItems", lake.objects(), status, code, 1_000_000);
        try (AggregatorDoor door = open(lake, "lake.visibility", "3s")) {
            await().atMost(Scale.patience()).until(() -> calls("dynamodb.TransactWriteItems") > 2);
            await().during(Duration.ofSeconds(2))
                    .atMost(Scale.patience())
                    .until(() -> lake.lake().depth(lake.events()) >= 4
                            && calls("s3.GetObject") == 0
                            && lake.keys().isEmpty());
            lake.lake().cloud("POST", "reset", "");
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UpdateItem", "GetItem"})
    void aTableThatFailsOnTheWayDelaysABundleAndDoesNotRepeatIt(String operation) throws Exception {
        putFiles();
        fail("dynamodb", operation, lake.objects(), 500, "InternalServerError", 12);
        deliver("lake.visibility", "3s");
        assertThat(lake.states()).hasSize(1);
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @Test
    void aDeliveryThatCannotBeEnqueuedIsEnqueuedLater() throws Exception {
        putFiles();
        fail("sqs", "SendMessageBatch", lake.deliveries(), 500, "InternalFailure", 6);
        deliver();
        assertThat(lake.states()).hasSize(1);
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @Test
    void aMessageThatCannotBeParkedStaysOnItsQueue() throws Exception {
        putFiles();
        lake.lake().sendTo(lake.events(), "no json", Map.of());
        fail("sqs", "SendMessageBatch", lake.events() + "-dlq", 500, "InternalFailure", 6);
        deliver("lake.visibility", "3s");
        assertThat(lake.lake().look(lake.events() + "-dlq"))
                .singleElement()
                .satisfies(parked -> assertThat(parked.body()).isEqualTo("no json"));
    }

    @Test
    void withoutItsSpoolDirectoryALargeBundleWaits() throws Exception {
        Path spool = Files.createDirectory(directory.resolve("spool"));
        shipment.put("data/large", Content.noise(1, 9 * MIB));
        try (AggregatorDoor door = open(lake, "lake.spool-directory", spool.toString(), "lake.batches", "1")) {
            assertThat(door).isNotNull();
            Files.delete(spool);
            await().atMost(Scale.patience()).until(() -> calls("s3.GetObject") >= 2);
            assertThat(lake.keys()).isEmpty();
            Files.createDirectory(spool);
            shipment.awaitDelivered();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }
}
