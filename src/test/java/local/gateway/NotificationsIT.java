package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;

// The SDK's builders take varargs of consumers.
@SuppressWarnings("unchecked")
@ExtendWith(SharedCloud.class)
class NotificationsIT {
    private final S3Client s3;
    private final SqsClient sqs;
    private final EventBridgeClient events;
    private final String name = "notify-" + UUID.randomUUID();
    private Inbox inbox;

    NotificationsIT(LocalCloud cloud) {
        s3 = Clients.s3(cloud.endpoint());
        sqs = Clients.at(cloud.endpoint(), SqsClient.builder());
        events = Clients.at(cloud.endpoint(), EventBridgeClient.builder());
    }

    @BeforeEach
    void createBucketAndQueue() {
        s3.createBucket(request -> request.bucket(name));
        inbox = new Inbox(sqs, name);
    }

    private void notifyQueue(String prefix, String suffix, Event... kinds) {
        s3.putBucketNotificationConfiguration(request -> request.bucket(name)
                .notificationConfiguration(configuration -> configuration.queueConfigurations(rule -> rule.id("rule")
                        .queueArn(inbox.arn())
                        .events(kinds)
                        .filter(filter -> filter.key(key -> key.filterRules(
                                one -> one.name(FilterRuleName.PREFIX).value(prefix),
                                other -> other.name(FilterRuleName.SUFFIX).value(suffix)))))));
        assertThat(inbox.received())
                .singleElement()
                .satisfies(test -> assertThat(test.path("Event").asText()).isEqualTo("s3:TestEvent"));
    }

    private void keepVersions() {
        s3.putBucketVersioning(request ->
                request.bucket(name).versioningConfiguration(status -> status.status(BucketVersioningStatus.ENABLED)));
    }

    private void deleteAll(String... keys) {
        List<ObjectIdentifier> objects = Stream.of(keys)
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        s3.deleteObjects(request -> request.bucket(name).delete(all -> all.objects(objects)));
    }

    private void put(String key) {
        s3.putObject(request -> request.bucket(name).key(key), RequestBody.fromString("content"));
    }

    @Test
    void aNewObjectIsToldWithItsEncodedKeyItsSizeItsTagAndItsVersion() {
        keepVersions();
        notifyQueue("", "", Event.S3_OBJECT_CREATED);
        String version = s3.putObject(
                        request -> request.bucket(name).key("year=2026/a b+ü.json"), RequestBody.fromString("content"))
                .versionId();

        JsonNode event = inbox.received().get(0).at("/Records/0");
        assertThat(event.path("eventVersion").asText()).isEqualTo("2.1");
        assertThat(event.path("eventName").asText()).isEqualTo("ObjectCreated:Put");
        assertThat(event.path("eventTime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
        assertThat(event.at("/s3/bucket/name").asText()).isEqualTo(name);
        assertThat(event.at("/s3/configurationId").asText()).isEqualTo("rule");
        assertThat(event.at("/s3/object/key").asText()).isEqualTo("year%3D2026/a+b%2B%C3%BC.json");
        assertThat(event.at("/s3/object/size").asInt()).isEqualTo(7);
        assertThat(event.at("/s3/object/eTag").asText()).isEqualTo("9a0364b9e99bb480dd25e1f0284c8555");
        assertThat(event.at("/s3/object/versionId").asText()).isEqualTo(version);
    }

    @Test
    void theSequencerGrowsWithEveryChangeOfAKey() {
        notifyQueue("", "", Event.S3_OBJECT_CREATED);
        for (int i = 0; i < 5; i++) {
            put("k");
        }
        assertThat(inbox.received())
                .hasSize(5)
                .extracting(event -> event.at("/Records/0/s3/object/sequencer").asText())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void onlyKeysWithThePrefixAndTheSuffixAreTold() {
        notifyQueue("year=", ".json.gz", Event.S3_OBJECT_CREATED);
        put("year=2026/one.json.gz");
        put("year=2026/two.json");
        put("raw/year=2026/three.json.gz");

        assertThat(inbox.received())
                .extracting(event -> event.at("/Records/0/s3/object/key").asText())
                .containsExactly("year%3D2026/one.json.gz");
    }

    @Test
    void copiesPartsAndDeletionsAreToldByTheirOwnNames() {
        notifyQueue("", "", Event.S3_OBJECT_CREATED, Event.S3_OBJECT_REMOVED);
        put("k");
        s3.copyObject(request -> request.sourceBucket(name)
                .sourceKey("k")
                .destinationBucket(name)
                .destinationKey("copy"));
        String upload = s3.createMultipartUpload(request -> request.bucket(name).key("parts"))
                .uploadId();
        String tag = s3.uploadPart(
                        request -> request.bucket(name)
                                .key("parts")
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromString("part"))
                .eTag();
        s3.completeMultipartUpload(request -> request.bucket(name)
                .key("parts")
                .uploadId(upload)
                .multipartUpload(parts -> parts.parts(part -> part.partNumber(1).eTag(tag))));
        s3.deleteObject(request -> request.bucket(name).key("k"));
        deleteAll("copy", "parts");

        assertThat(inbox.received())
                .extracting(event -> event.at("/Records/0/eventName").asText() + " "
                        + event.at("/Records/0/s3/object/key").asText())
                .containsExactlyInAnyOrder(
                        "ObjectCreated:Put k",
                        "ObjectCreated:Copy copy",
                        "ObjectCreated:CompleteMultipartUpload parts",
                        "ObjectRemoved:Delete k",
                        "ObjectRemoved:Delete copy",
                        "ObjectRemoved:Delete parts");
    }

    @Test
    void aDeletionInAVersionedBucketIsToldAsAMarker() {
        keepVersions();
        put("one");
        put("two");
        notifyQueue("", "", Event.S3_OBJECT_REMOVED);
        String marker =
                s3.deleteObject(request -> request.bucket(name).key("one")).versionId();
        s3.deleteObjects(request -> request.bucket(name)
                .delete(keys ->
                        keys.objects(ObjectIdentifier.builder().key("two").build())));

        List<JsonNode> events = inbox.received();
        assertThat(events)
                .extracting(event -> event.at("/Records/0/eventName").asText())
                .containsExactly("ObjectRemoved:DeleteMarkerCreated", "ObjectRemoved:DeleteMarkerCreated");
        assertThat(events.get(0).at("/Records/0/s3/object/versionId").asText()).isEqualTo(marker);
        assertThat(s3.listObjectVersions(request -> request.bucket(name)).deleteMarkers())
                .anySatisfy(one -> assertThat(one.versionId()).isEqualTo(marker));
    }

    @Test
    void aRefusedWriteIsNotTold() {
        put("k");
        notifyQueue("", "", Event.S3_OBJECT_CREATED);
        assertThatThrownBy(() -> s3.putObject(
                        request -> request.bucket(name).key("k").ifNoneMatch("*"), RequestBody.fromString("other")))
                .isInstanceOf(S3Exception.class);
        assertThat(inbox.received()).isEmpty();
    }

    @Test
    void aConfigurationForAQueueThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> s3.putBucketNotificationConfiguration(request -> request.bucket(name)
                        .notificationConfiguration(configuration -> configuration.queueConfigurations(
                                rule -> rule.queueArn(inbox.arn() + "-absent").events(Event.S3_OBJECT_CREATED)))))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("Unable to validate the following destination configurations");
    }

    @Test
    void theConfigurationCanBeReadBack() {
        notifyQueue("data/", ".json", Event.S3_OBJECT_CREATED);
        assertThat(s3.getBucketNotificationConfiguration(request -> request.bucket(name))
                        .queueConfigurations())
                .extracting(QueueConfiguration::queueArn)
                .containsExactly(inbox.arn());
    }

    @Test
    void eventBridgeIsToldWhenTheBucketSaysSo() {
        s3.putBucketNotificationConfiguration(request -> request.bucket(name)
                .notificationConfiguration(NotificationConfiguration.builder()
                        .eventBridgeConfiguration(all -> {})
                        .build()));
        events.putRule(request -> request.name(name)
                .eventPattern("{\"source\":[\"aws.s3\"],\"detail-type\":[\"Object Created\"],"
                        + "\"detail\":{\"bucket\":{\"name\":[\"" + name + "\"]},"
                        + "\"object\":{\"key\":[{\"prefix\":\"data/\"}]}}}"));
        events.putTargets(request ->
                request.rule(name).targets(target -> target.id("queue").arn(inbox.arn())));
        put("data/a b.json");
        put("other/a b.json");

        assertThat(inbox.received()).singleElement().satisfies(event -> {
            assertThat(event.path("detail-type").asText()).isEqualTo("Object Created");
            assertThat(event.at("/detail/object/key").asText()).isEqualTo("data/a b.json");
            assertThat(event.at("/detail/object/size").asInt()).isEqualTo(7);
            assertThat(event.at("/detail/reason").asText()).isEqualTo("PutObject");
        });
    }
}
