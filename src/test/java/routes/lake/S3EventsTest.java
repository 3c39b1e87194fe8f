package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static routes.lake.S3EventTexts.TIME;
import static routes.lake.S3EventTexts.eventBridge;
import static routes.lake.S3EventTexts.json;
import static routes.lake.S3EventTexts.notification;
import static routes.lake.S3EventTexts.record;
import static routes.lake.S3EventTexts.sns;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
}
