package infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import infra.Synthesised.Resource;
import infra.environment.Environments;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class StorageTest {
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void everyBucketIsClosedToThePublicAndToWhoeverComesWithoutTls() {
        List<Resource> buckets = prod.all("AWS::S3::Bucket");
        assertThat(buckets).hasSize(7).allSatisfy(bucket -> {
            assertThat(StreamSupport.stream(
                            bucket.at("/PublicAccessBlockConfiguration").spliterator(), false))
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
            assertThat(bucket.text("/OwnershipControls/Rules/0/ObjectOwnership"))
                    .isEqualTo("BucketOwnerEnforced");
        });
        assertThat(prod.all("AWS::S3::BucketPolicy"))
                .hasSize(7)
                .allSatisfy(policy -> assertThat(
                                policy.at("/PolicyDocument/Statement").toString())
                        .contains("\"aws:SecureTransport\":\"false\"", "\"Effect\":\"Deny\""));
    }

    @Test
    void everyBucketOfTheLakeIsVersionedAndEncryptedWithTheKeyOfStorage() {
        assertThat(lakeBuckets()).hasSize(6).allSatisfy(bucket -> {
            assertThat(bucket.text("/VersioningConfiguration/Status")).isEqualTo("Enabled");
            JsonNode rule = bucket.at("/BucketEncryption/ServerSideEncryptionConfiguration/0");
            assertThat(rule.path("BucketKeyEnabled").asBoolean()).isTrue();
            assertThat(Text.of(rule.at("/ServerSideEncryptionByDefault/KMSMasterKeyID")))
                    .startsWith("<Key");
        });
    }

    @Test
    void objectsEndAsTheirZoneSays() {
        Map<String, Map<String, String>> ends = new TreeMap<>();
        lakeBuckets().forEach(bucket -> ends.put(bucket.id(), ends(bucket)));
        assertThat(ends.get("Landing")).containsEntry("", "removed 7");
        assertThat(ends.get("Raw")).containsEntry("raw/", "removed 90").containsEntry("year=", "removed 90");
        assertThat(ends.get("Processed")).containsEntry("year=", "removed 365");
        assertThat(ends.get("Results"))
                .containsEntry("athena/", "removed 30")
                .containsEntry("workgroups/", "removed 30");
        assertThat(ends.get("Archive")).containsExactly(Map.entry("bundles/", "DEEP_ARCHIVE 30"));
        assertThat(ends.get("Events")).isEmpty();
        assertThat(lakeBuckets())
                .allSatisfy(bucket -> assertThat(
                                bucket.at("/LifecycleConfiguration/Rules").toString())
                        .contains("\"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}"));
    }

    @Test
    void whatIsThePresentStateOfSomethingHasNoEnd() {
        Map<String, String> processed = ends(bucket("Processed"));
        assertThat(processed.keySet())
                .noneMatch(prefix -> "checkpoints/adrc/form/events.parquet".startsWith(prefix)
                        || "silver/customers/a.parquet".startsWith(prefix));
        assertThat(ends(bucket("Results")).keySet()).noneMatch("failed/export/x/batch-1.json"::startsWith);
    }

    @Test
    void newObjectsAreToldToTheQueuesOfTheirSteps() {
        assertThat(notices("Landing")).containsExactly("aggregator-events-prod data/");
        assertThat(notices("Raw")).containsExactly("flights-raw-events-prod year= .json.gz");
        assertThat(notices("Processed"))
                .containsExactly("flights-processed-events-prod year= .parquet", "export-events-prod silver/ .parquet");
        assertThat(notices("Events")).containsExactly("eventlog-events-prod prod/log- .json");
        assertThat(notices("Archive")).isEmpty();
    }

    @Test
    void everyQueueThatIsToldLetsThatBucketTellIt() {
        for (Resource bucket : lakeBuckets()) {
            for (JsonNode notice : bucket.at("/NotificationConfiguration/QueueConfigurations")) {
                String arn = Text.of(notice.path("Queue"));
                String queue = arn.substring(arn.lastIndexOf(':') + 1);
                assertThat(prod.all("AWS::SQS::QueuePolicy"))
                        .as(queue)
                        .anyMatch(policy -> policy.text("/PolicyDocument/Statement/1/Condition/ArnEquals/aws:SourceArn")
                                        .endsWith(bucket.text("/BucketName"))
                                && policy.text("/PolicyDocument/Statement/1/Principal/Service")
                                        .equals("s3.amazonaws.com"));
            }
        }
    }

    @Test
    void tablesArePaidByRequestRestorableEncryptedAndTheirRowsEnd() {
        assertThat(prod.all("AWS::DynamoDB::Table")).hasSize(4).allSatisfy(table -> {
            assertThat(table.text("/BillingMode")).isEqualTo("PAY_PER_REQUEST");
            assertThat(table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                            .asBoolean())
                    .isTrue();
            assertThat(table.text("/SSESpecification/SSEType")).isEqualTo("KMS");
            assertThat(table.text("/TimeToLiveSpecification/AttributeName")).isEqualTo("ttl");
            assertThat(table.at("/TimeToLiveSpecification/Enabled").asBoolean()).isTrue();
        });
    }

    @Test
    void tablesHaveTheKeysThatTheProgramReads() {
        Map<String, String> keys = new TreeMap<>();
        prod.all("AWS::DynamoDB::Table").forEach(table -> {
            StringBuilder text = new StringBuilder();
            table.at("/KeySchema")
                    .forEach(key ->
                            text.append(key.path("AttributeName").asText()).append(' '));
            keys.put(table.text("/TableName"), text.toString().trim());
        });
        assertThat(keys)
                .containsOnly(
                        Map.entry("lake-runs-prod", "run at"),
                        Map.entry("lake-objects-prod", "id"),
                        Map.entry("lake-circuits-prod", "service"),
                        Map.entry("flight-data-execution-tracking-prod", "execution_id pipeline_step"));
        Resource objects = prod.all("AWS::DynamoDB::Table").stream()
                .filter(table -> table.id().equals("Objects"))
                .findFirst()
                .orElseThrow();
        assertThat(objects.text("/GlobalSecondaryIndexes/0/IndexName")).isEqualTo("open-bundles");
        assertThat(objects.text("/GlobalSecondaryIndexes/0/KeySchema/0/AttributeName"))
                .isEqualTo("open");
        assertThat(objects.text("/GlobalSecondaryIndexes/0/Projection/ProjectionType"))
                .isEqualTo("KEYS_ONLY");
    }

    @Test
    void inProductionNothingGoesWithItsStack() {
        assertThat(prod.everything()
                        .filter(resource -> List.of("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::KMS::Key")
                                .contains(resource.json().path("Type").asText()))
                        .map(resource -> resource.json().path("DeletionPolicy").asText()))
                .hasSizeGreaterThan(12)
                .containsOnly("Retain");
        assertThat(Synthesised.of(Environments.dev()).all("AWS::S3::Bucket"))
                .allMatch(
                        bucket -> bucket.json().path("DeletionPolicy").asText().equals("Delete"));
    }

    private List<Resource> lakeBuckets() {
        return prod.all("AWS::S3::Bucket").stream()
                .filter(bucket -> !bucket.id().equals("AccessLogs"))
                .toList();
    }

    private Resource bucket(String id) {
        return lakeBuckets().stream()
                .filter(bucket -> bucket.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What becomes of objects, by prefix. */
    private static Map<String, String> ends(Resource bucket) {
        Map<String, String> ends = new TreeMap<>();
        for (JsonNode rule : bucket.at("/LifecycleConfiguration/Rules")) {
            if (rule.has("ExpirationInDays")) {
                ends.put(
                        rule.path("Prefix").asText(),
                        "removed " + rule.path("ExpirationInDays").asInt());
            } else if (rule.has("Transitions")) {
                JsonNode transition = rule.at("/Transitions/0");
                ends.put(
                        rule.path("Prefix").asText(),
                        transition.path("StorageClass").asText() + " "
                                + transition.path("TransitionInDays").asInt());
            }
        }
        return ends;
    }

    private List<String> notices(String id) {
        return StreamSupport.stream(
                        bucket(id)
                                .at("/NotificationConfiguration/QueueConfigurations")
                                .spliterator(),
                        false)
                .map(notice -> {
                    String arn = Text.of(notice.path("Queue"));
                    StringBuilder text = new StringBuilder(arn.substring(arn.lastIndexOf(':') + 1));
                    notice.at("/Filter/S3Key/Rules")
                            .forEach(rule ->
                                    text.append(' ').append(rule.path("Value").asText()));
                    return text.toString();
                })
                .toList();
    }
}
