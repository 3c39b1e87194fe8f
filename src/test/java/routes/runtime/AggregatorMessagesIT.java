package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** The many shapes in which S3 tells of objects, and those of its messages that must not get anything bundled. */
class AggregatorMessagesIT {
    private final AggregatorLake lake = new AggregatorLake();
    private final Shipment shipment = new Shipment(lake);

    @AfterEach
    void close() {
        lake.close();
    }

    /** Takes the notifications of so many objects off the queue, for the test to send them in another way. */
    private List<Map<String, Object>> intercept(int objects) throws Exception {
        List<Map<String, Object>> records = new ArrayList<>();
        List<String> handles = new ArrayList<>();
        while (records.size() < objects) {
            Message message =
                    lake.lake().receive(lake.events(), 1, Duration.ofMinutes(5)).get(0);
            handles.add(message.receiptHandle());
            if (JSON.std.mapFrom(message.body()).get("Records") instanceof List<?> list) {
                list.forEach(record -> records.add(fields(record)));
            }
        }
        new routes.aws.Queues(lake.lake().clients()::sqs).delete(lake.events(), handles);
        return records;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Object object) {
        return (Map<String, Object>) object;
    }

    private void send(Map<String, Object> message) throws Exception {
        lake.lake().sendTo(lake.events(), JSON.std.asString(message), Map.of());
    }

    private static Map<String, Object> ofSns(Map<String, Object> message) throws Exception {
        return Map.of(
                "Type", "Notification",
                "MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
                "TopicArn", "arn:aws:sns:us-east-1:000000000000:landing",
                "Subject", "Amazon S3 Notification",
                "Message", JSON.std.asString(message),
                "Timestamp", "2026-11-20T01:00:00.000Z");
    }

    /** The same event as EventBridge tells it, whose keys are not encoded. */
    private static Map<String, Object> ofEventBridge(Map<String, Object> record, String key) {
        Map<String, Object> s3 = fields(record.get("s3"));
        Map<String, Object> object = fields(s3.get("object"));
        return Map.of(
                "version", "0",
                "id", "17793124-05d4-b198-2fde-7ededc63b103",
                "detail-type", "Object Created",
                "source", "aws.s3",
                "account", "000000000000",
                "time", "2026-11-20T01:00:00Z",
                "region", "us-east-1",
                "resources", List.of("arn:aws:s3:::landing"),
                "detail",
                        Map.of(
                                "version",
                                "0",
                                "bucket",
                                Map.of("name", fields(s3.get("bucket")).get("name")),
                                "object",
                                Map.of(
                                        "key", key,
                                        "size", object.get("size"),
                                        "etag", object.get("eTag"),
                                        "version-id", object.get("versionId"),
                                        "sequencer", object.get("sequencer")),
                                "reason",
                                "PutObject"));
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void anEventIsReadWhetherItComesFromS3OrThroughSnsOrEventBridge(AggregatorDoor.Kind kind) throws Exception {
        List<String> keys = List.of("data/one + one", "data/ü%20ü", "data/plain");
        for (String key : keys) {
            shipment.put(key, 500);
        }
        List<Map<String, Object>> records = intercept(3);
        send(ofSns(Map.of("Records", List.of(records.get(0)))));
        send(ofEventBridge(records.get(1), keys.get(1)));
        send(ofSns(ofEventBridge(records.get(2), keys.get(2))));
        // Also the same object once more, in the other envelope.
        send(ofEventBridge(records.get(0), keys.get(0)));
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AggregatorDoor.Kind.class)
    void ofAMessageWithManyRecordsOnlyTheBadOnesAreParked(AggregatorDoor.Kind kind) throws Exception {
        IntStream.range(0, 3).forEach(i -> shipment.put("data/file-" + i, 500));
        lake.put("data/../../etc/passwd", "evil");
        List<Map<String, Object>> records = intercept(4);
        send(Map.of("Records", records));
        try (AggregatorDoor door = kind.open(lake)) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.lake().look(lake.events() + "-dlq")).singleElement().satisfies(parked -> {
            assertThat(parked.body()).contains("passwd").doesNotContain("file-");
            assertThat(parked.messageAttributes().get("error").stringValue()).contains("'..'");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "somebody-elses, data/a, 10, bucket is not the landing bucket",
        "LANDING, elsewhere/a, 10, key is outside of the landing prefix",
        "LANDING, data/large, 5121, 'object has 5121 bytes, expected at most 5120'"
    })
    void anObjectThatMustNotBeBundledIsParkedWithTheReasonAndNeverRead(
            String bucket, String key, int bytes, String reason) throws Exception {
        shipment.put("data/good", 5120);
        String landing = bucket.replace("LANDING", lake.landing());
        send(Map.of(
                "Records",
                List.of(Map.of(
                        "eventVersion", "2.2",
                        "eventSource", "aws:s3",
                        "eventName", "ObjectCreated:Put",
                        "s3",
                                Map.of(
                                        "bucket", Map.of("name", landing),
                                        "object",
                                                Map.of(
                                                        "key",
                                                        key,
                                                        "size",
                                                        bytes,
                                                        "sequencer",
                                                        "0055AED6DCD90281E5"))))));
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake, "aggregator.max-object-bytes", "5KiB")) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        shipment.hasArrivedOnce();
        assertThat(lake.lake().look(lake.events() + "-dlq")).singleElement().satisfies(parked -> {
            assertThat(parked.messageAttributes().get("error_kind").stringValue())
                    .isEqualTo("poison");
            assertThat(parked.messageAttributes().get("error").stringValue()).contains(reason);
        });
    }

    /** What all doors of a template have in common must not make one of them wait as long as another. */
    @Test
    void eachDoorWaitsForABatchAsLongAsItsOwnSettingsSay() throws Exception {
        lake.lake().sendTo(lake.deliveries(), "no delivery", Map.of());
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake, "aggregator.batch-timeout", "5m")) {
            await().atMost(Scale.patience()).until(() -> lake.lake().depth(lake.deliveries() + "-dlq") == 1);
            assertThat(door).isNotNull();
        }
    }
}
