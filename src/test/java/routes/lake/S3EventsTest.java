package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.lake.S3Event.Kind;

class S3EventsTest {
    private static final Instant TIME = Instant.parse("2026-11-19T01:02:03.456Z");

    @Test
    void aNotificationTellsAllAboutItsObject() {
        assertThat(S3Events.parse(notification(record("2.1", "ObjectCreated:Put", "year%3D2026/a+b%2Bc.json"))))
                .containsExactly(new S3Event(
                        "lake-raw",
                        "year=2026/a b+c.json",
                        Optional.of("v1"),
                        Optional.of("0123abcd"),
                        OptionalLong.of(5_000_000_000L),
                        Optional.of("0055AED6DCD90281E5"),
                        Kind.CREATED,
                        Optional.of(TIME)));
    }

    @Test
    void everyRecordOfANotificationIsAnEventInItsOrder() {
        String body = notification(
                record("2.1", "ObjectCreated:Put", "a"),
                record("2.1", "ObjectRemoved:Delete", "b"),
                record("2.1", "ObjectCreated:Copy", "c"));
        assertThat(S3Events.parse(body)).extracting(S3Event::key).containsExactly("a", "b", "c");
    }

    @Test
    void whatMayBeMissingMayBeMissing() {
        Map<String, Object> record = Map.of(
                "eventVersion", "2.0",
                "eventName", "ObjectRemoved:Delete",
                "s3", Map.of("bucket", Map.of("name", "b"), "object", Map.of("key", "k")));
        assertThat(S3Events.parse(notification(record)))
                .containsExactly(new S3Event(
                        "b",
                        "k",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Kind.REMOVED,
                        Optional.empty()));
    }

    @Test
    void anEventBridgeEventHasItsKeyAsItIs() {
        assertThat(S3Events.parse(eventBridge("Object Created", "a+b%2Fc d.json")))
                .containsExactly(new S3Event(
                        "lake-raw",
                        "a+b%2Fc d.json",
                        Optional.of("v1"),
                        Optional.of("0123abcd"),
                        OptionalLong.of(12),
                        Optional.of("00AB"),
                        Kind.CREATED,
                        Optional.of(TIME)));
    }

    @Test
    void anSnsNotificationIsUnwrapped() {
        String plain = notification(record("2.1", "ObjectCreated:Put", "a+b"));
        String bridged = eventBridge("Object Created", "a+b");
        assertThat(S3Events.parse(sns(plain))).isEqualTo(S3Events.parse(plain));
        assertThat(S3Events.parse(sns(bridged))).isEqualTo(S3Events.parse(bridged));
    }

    @Test
    void aTestEventHoldsNoEventsPlainOrInSns() {
        String test = json(Map.of("Service", "Amazon S3", "Event", "s3:TestEvent", "Bucket", "lake-raw"));
        assertThat(S3Events.parse(test)).isEmpty();
        assertThat(S3Events.parse(sns(test))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ObjectCreated:Put, CREATED",
        "ObjectCreated:CompleteMultipartUpload, CREATED",
        "s3:ObjectCreated:Put, CREATED",
        "ObjectRemoved:Delete, REMOVED",
        "ObjectRemoved:DeleteMarkerCreated, REMOVED",
        "LifecycleExpiration:Delete, REMOVED",
        "ObjectRestore:Completed, OTHER",
        "ObjectTagging:Put, OTHER",
        "ObjectAcl:Put, OTHER"
    })
    void theNameOfARecordTellsItsKind(String name, Kind kind) {
        assertThat(S3Events.parse(notification(record("2.1", name, "k"))))
                .extracting(S3Event::kind)
                .containsExactly(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "Object Created, CREATED",
        "Object Deleted, REMOVED",
        "Object Restore Completed, OTHER",
        "Object Tags Added, OTHER"
    })
    void theDetailTypeOfAnEventTellsItsKind(String detailType, Kind kind) {
        assertThat(S3Events.parse(eventBridge(detailType, "k")))
                .extracting(S3Event::kind)
                .containsExactly(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.1", "2.6", "2.17"})
    void everyMinorVersionIsRead(String version) {
        assertThat(S3Events.parse(notification(record(version, "ObjectCreated:Put", "k"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "3.0", "2", "2.", "x", ""})
    void anotherMajorVersionIsRefused(String version) {
        assertRefused(
                notification(record(version, "ObjectCreated:Put", "k")),
                "eventVersion is '" + version + "', expected 2.x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "7", "[]", "\"text\"", "{", "{\"a\":", "not json"})
    void whatIsNoJsonObjectIsRefused(String body) {
        assertThatThrownBy(() -> S3Events.parse(body))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageStartingWith("message is ")
                .hasMessageContaining("expected an S3 notification");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                      | neither Records nor detail-type",
                "{\"Records\":7}                         | neither Records nor detail-type",
                "{\"Records\":[]}                        | Records is empty, expected at least one",
                "{\"Records\":[7]}                       | Records[] is missing or no JSON object",
                "{\"Records\":[{}]}                      | Records[].eventVersion is missing, expected a text",
                "{\"Records\":[{\"eventVersion\":2.1}]}  | Records[].eventVersion is no text",
                "{\"Records\":[{\"eventVersion\":\"2.1\"}]} | Records[].s3 is missing or no JSON object",
                "{\"Records\":[{\"eventVersion\":\"2.1\",\"s3\":{}}]} | Records[].s3.object is missing",
                "{\"Type\":\"SubscriptionConfirmation\"} | Type is 'SubscriptionConfirmation', expected Notification",
                "{\"Type\":\"Notification\"}             | Message of the SNS notification is missing or no text",
                "{\"Type\":\"Notification\",\"Message\":\"x\"} | Message of the SNS notification is not a JSON object",
                "{\"Type\":\"Notification\",\"Message\":\"null\"} | Message of the SNS notification is null",
                "{\"detail-type\":\"Object Created\"}    | event.source is missing, expected a text",
                "{\"detail-type\":\"x\",\"source\":\"aws.ec2\"} | source is 'aws.ec2', expected aws.s3",
                "{\"detail-type\":\"x\",\"source\":\"aws.s3\"} | event.detail is missing or no JSON object"
            })
    void theReasonOfARefusalNamesWhatWasExpected(String body, String reason) {
        assertRefused(body, reason);
    }

    @Test
    void anSnsNotificationWithinAnotherIsRefused() {
        assertRefused(
                sns(sns(notification(record("2.1", "ObjectCreated:Put", "k")))), "neither Records nor detail-type");
    }

    @Test
    void aKeyThatIsNotUrlEncodedIsRefused() {
        assertRefused(
                notification(record("2.1", "ObjectCreated:Put", "100%.json")),
                "key is '100%.json', expected it URL-encoded");
    }

    @Test
    void oneBadRecordRefusesTheMessage() {
        assertRefused(
                notification(record("2.1", "ObjectCreated:Put", "a"), record("2.1", "ObjectCreated:Put", "")),
                "bucket is 'lake-raw', key '', expected both");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, size is -1",
        "1.5, size is no whole number",
        "\"12\", size is no whole number",
        "99999999999999999999, size is too large"
    })
    void aSizeThatIsNoNumberOfBytesIsRefused(String size, String reason) {
        String body = notification(record("2.1", "ObjectCreated:Put", "k")).replace("5000000000", size);
        assertRefused(body, reason);
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        String body = notification(record("2.1", "ObjectCreated:Put", "k")).replace(TIME.toString(), "yesterday");
        assertRefused(body, "Records[].eventTime is no time such as");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertRefused("{\"Records\":" + "[".repeat(100_000), "message is not a JSON object");
    }

    @Test
    void aRefusalIsOneLineAndDoesNotRepeatTheMessage() {
        assertThatThrownBy(() ->
                        S3Events.parse(notification(record("2.1\n" + "secret".repeat(50), "ObjectCreated:Put", "k"))))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageNotContaining("\n")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(120));
    }

    @Test
    void anyKeyComesThroughTheEncodingOfS3() {
        Cases.forAll(generator -> {
            String key = generator.text(60);
            String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);
            String body = notification(record("2.1", "ObjectCreated:Put", encoded));
            assertThat(S3Events.parse(generator.random().nextBoolean() ? body : sns(body)))
                    .extracting(S3Event::key)
                    .containsExactly(key);
        });
    }

    @Test
    void anyKeyComesThroughEventBridgeUnchanged() {
        Cases.forAll(generator -> {
            String key = generator.text(60);
            assertThat(S3Events.parse(eventBridge("Object Created", key)))
                    .extracting(S3Event::key)
                    .containsExactly(key);
        });
    }

    private static void assertRefused(String body, String reason) {
        assertThatThrownBy(() -> S3Events.parse(body))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining(reason);
    }

    private static Map<String, Object> record(String version, String name, String encodedKey) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", encodedKey);
        object.put("size", 5_000_000_000L);
        object.put("eTag", "0123abcd");
        object.put("versionId", "v1");
        object.put("sequencer", "0055AED6DCD90281E5");
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventVersion", version);
        record.put("eventSource", "aws:s3");
        record.put("eventTime", TIME.toString());
        record.put("eventName", name);
        record.put("s3", Map.of("bucket", Map.of("name", "lake-raw"), "object", object));
        return record;
    }

    private static String notification(Object... records) {
        return json(Map.of("Records", List.of(records)));
    }

    private static String eventBridge(String detailType, String key) {
        Map<String, Object> object =
                Map.of("key", key, "size", 12, "etag", "0123abcd", "version-id", "v1", "sequencer", "00AB");
        return json(Map.of(
                "version",
                "0",
                "source",
                "aws.s3",
                "detail-type",
                detailType,
                "time",
                TIME.toString(),
                "detail",
                Map.of("bucket", Map.of("name", "lake-raw"), "object", object)));
    }

    private static String sns(String message) {
        return json(Map.of("Type", "Notification", "TopicArn", "arn:aws:sns:us-east-1:0:t", "Message", message));
    }

    private static String json(Map<String, ?> fields) {
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new IllegalStateException("a test's event cannot be written", e);
        }
    }
}
