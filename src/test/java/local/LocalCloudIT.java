package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@Timeout(300)
class LocalCloudIT {
    @Test
    void aFurnishedCloudHasAllThatThePipelinesExpectAndLeavesNothingBehind() {
        List<ProcessHandle> processes;
        try (LocalCloud cloud = LocalCloud.start()) {
            cloud.furnish();
            processes = cloud.processes();
            assertThat(processes).hasSize(3).allMatch(ProcessHandle::isAlive);
            assertFurnished(cloud.endpoint());
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    private static void assertFurnished(URI endpoint) {
        assertThat(Clients.s3(endpoint).listBuckets().buckets())
                .extracting(Bucket::name)
                .containsExactlyInAnyOrder(
                        "lake-landing", "lake-raw", "lake-processed", "lake-archive", "lake-results", "lake-events");
        SqsClient sqs = Clients.at(endpoint, SqsClient.builder());
        assertThat(sqs.listQueues().queueUrls()).hasSize(20);
        assertThat(redrive(sqs, "ingest-api-a")).contains("ingest-api-a-dlq", ":6}");
        assertThat(redrive(sqs, "aggregator-deliveries")).contains("aggregator-deliveries-dlq", ":1000}");
        DynamoDbClient dynamoDb = Clients.at(endpoint, DynamoDbClient.builder());
        assertThat(dynamoDb.listTables().tableNames())
                .containsExactlyInAnyOrder(
                        "lake-runs", "lake-objects", "lake-circuits", "flight-data-execution-tracking");
        assertThat(dynamoDb.describeTable(request -> request.tableName("lake-objects"))
                        .table()
                        .globalSecondaryIndexes())
                .singleElement()
                .satisfies(index -> {
                    assertThat(index.indexName()).isEqualTo("open-bundles");
                    assertThat(index.projection().projectionTypeAsString()).isEqualTo("KEYS_ONLY");
                    assertThat(index.keySchema())
                            .extracting(KeySchemaElement::attributeName)
                            .containsExactly("open", "since");
                });
        assertThat(dynamoDb.describeTable(request -> request.tableName("lake-circuits"))
                        .table()
                        .keySchema())
                .extracting(KeySchemaElement::attributeName)
                .containsExactly("service");
        assertThat(Clients.at(endpoint, SecretsManagerClient.builder())
                        .getSecretValue(request -> request.secretId("local/export/api-key"))
                        .secretString())
                .isEqualTo("local");
        assertThat(Clients.at(endpoint, SnsClient.builder()).listTopics().topics())
                .extracting(topic -> topic.topicArn())
                .containsExactly("arn:aws:sns:us-east-1:000000000000:lake-alerts");
        assertThat(Clients.at(endpoint, GlueClient.builder())
                        .getDatabase(request -> request.name("glue_catalog"))
                        .database()
                        .name())
                .isEqualTo("glue_catalog");
        assertThat(customers(endpoint)).isEqualTo("2000");
    }

    /** How many there are, by Athena. */
    private static String customers(URI endpoint) {
        return AthenaAnswer.of(
                endpoint, "SELECT count(*) FROM glue_catalog.local_customers_silver", "s3://lake-results/athena/");
    }

    private static String redrive(SqsClient sqs, String queue) {
        String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        return sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                .attributesAsStrings()
                .get("RedrivePolicy");
    }

    @Test
    void whenItsParentIsKilledTheEmulatorsEndToo() throws Exception {
        Process parent =
                new ProcessBuilder(localCloudMain()).redirectErrorStream(true).start();
        List<ProcessHandle> emulators = List.of();
        try {
            awaitLine(parent, "The local cloud is at");
            emulators = parent.descendants().toList();
            assertThat(emulators).hasSize(3);
        } finally {
            parent.destroyForcibly().waitFor();
        }
        for (ProcessHandle emulator : emulators) {
            assertThat(emulator.onExit()).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    private static List<String> localCloudMain() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LocalCloudMain.class.getName(), "0", "0"));
        return command;
    }

    private static void awaitLine(Process process, String wanted) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(wanted)) {
                return;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("the process ended without saying '" + wanted + "': " + said);
    }

    @Test
    void aPortInUseIsNamedTogetherWithWhatWantedIt() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> LocalCloud.start(port, 0))
                    .hasMessage("port " + port
                            + " of 127.0.0.1, wanted by the gateway of the local cloud, is in use by another program");
            assertThatThrownBy(() -> LocalCloud.start(0, port))
                    .hasMessageContaining("stub ends of the local cloud")
                    .hasMessageContaining(String.valueOf(port));
        }
    }

    @Test
    void anArtifactThatCannotBeFoundIsNamed() {
        try (ClassPaths classPaths = new ClassPaths()) {
            assertThatThrownBy(() -> classPaths.of(List.of("local.absent:absent:1.0")))
                    .hasMessageContaining("local.absent:absent:jar:1.0");
        }
    }

    @Test
    void sixtyFourCallersAreAnsweredAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try (LocalCloud cloud = LocalCloud.start()) {
            S3Client s3 = Clients.s3(cloud.endpoint());
            s3.createBucket(request -> request.bucket("busy"));
            List<Callable<String>> calls = new ArrayList<>();
            for (int caller = 0; caller < 64; caller++) {
                String key = "k" + caller;
                calls.add(() -> writesAndReads(s3, key));
            }
            for (Future<String> call : threads.invokeAll(calls)) {
                assertThat(call.get()).startsWith("k");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String writesAndReads(S3Client s3, String key) {
        String read = "";
        for (int i = 0; i < 5; i++) {
            s3.putObject(request -> request.bucket("busy").key(key), RequestBody.fromString(key.repeat(10_000)));
            read = s3.getObjectAsBytes(request -> request.bucket("busy").key(key))
                    .asUtf8String();
            assertThat(read).isEqualTo(key.repeat(10_000));
        }
        return read;
    }
}
