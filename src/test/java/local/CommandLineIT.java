package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedCloud.class)
class CommandLineIT {
    private final LocalCloud cloud;
    private final String name = "cli-" + UUID.randomUUID();

    @TempDir
    Path directory;

    CommandLineIT(LocalCloud cloud) {
        this.cloud = cloud;
    }

    @BeforeAll
    static void theCommandLineIsInstalled() {
        assumeTrue(isInstalled(), "the AWS command line is not installed");
    }

    private static boolean isInstalled() {
        try {
            Process version = new ProcessBuilder("aws", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(30, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String aws(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("aws", "--endpoint-url", cloud.endpoint().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "local",
                        "AWS_SECRET_ACCESS_KEY", "local",
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_PAGER", ""));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void s3CopiesAndListsObjects() throws Exception {
        Path file = Files.writeString(directory.resolve("file.txt"), "content");
        aws("s3", "mb", "s3://" + name);
        aws("s3", "cp", file.toString(), "s3://" + name + "/a/b c.txt");
        aws(
                "s3",
                "cp",
                "s3://" + name + "/a/b c.txt",
                directory.resolve("back.txt").toString());

        assertThat(aws("s3", "ls", "s3://" + name, "--recursive")).contains("7 a/b c.txt");
        assertThat(directory.resolve("back.txt")).hasContent("content");
    }

    @Test
    void aFileThatGoesUpInPartsComesBackWhole() throws Exception {
        byte[] content = new byte[20 * 1024 * 1024];
        new Random(3).nextBytes(content);
        Path file = Files.write(directory.resolve("file.bin"), content);
        aws("s3", "mb", "s3://" + name);
        aws("s3", "cp", file.toString(), "s3://" + name + "/file.bin");
        aws(
                "s3",
                "cp",
                "s3://" + name + "/file.bin",
                directory.resolve("back.bin").toString());

        assertThat(directory.resolve("back.bin")).hasBinaryContent(content);
    }

    @Test
    void sqsSendsAndReceivesMessages() throws Exception {
        aws("sqs", "create-queue", "--queue-name", name);
        String queue = cloud.endpoint() + "/000000000000/" + name;
        aws("sqs", "send-message", "--queue-url", queue, "--message-body", "hello");
        assertThat(aws("sqs", "receive-message", "--queue-url", queue)).contains("\"Body\": \"hello\"");
    }

    @Test
    void athenaRunsAQueryAndShowsItsResult() throws Exception {
        aws("s3", "mb", "s3://" + name);
        String id = aws(
                        "athena",
                        "start-query-execution",
                        "--query-string",
                        "SELECT ? AS greeting",
                        "--execution-parameters",
                        "'it''s'",
                        "--result-configuration",
                        "OutputLocation=s3://" + name + "/",
                        "--query",
                        "QueryExecutionId",
                        "--output",
                        "text")
                .strip();
        await().until(() ->
                aws("athena", "get-query-execution", "--query-execution-id", id).contains("\"State\": \"SUCCEEDED\""));

        assertThat(aws("athena", "get-query-results", "--query-execution-id", id))
                .contains("it's");
        assertThat(aws("s3", "cp", "s3://" + name + "/" + id + ".csv", "-")).isEqualTo("\"greeting\"\n\"it's\"\n");
    }

    @Test
    void dynamodbPutsAndGetsItems() throws Exception {
        aws(
                "dynamodb",
                "create-table",
                "--table-name",
                name,
                "--key-schema",
                "AttributeName=pk,KeyType=HASH",
                "--attribute-definitions",
                "AttributeName=pk,AttributeType=S",
                "--billing-mode",
                "PAY_PER_REQUEST");
        aws("dynamodb", "put-item", "--table-name", name, "--item", "{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"7\"}}");
        assertThat(aws("dynamodb", "get-item", "--table-name", name, "--key", "{\"pk\":{\"S\":\"a\"}}"))
                .contains("\"N\": \"7\"");
    }

    @Test
    void secretsmanagerKeepsSecrets() throws Exception {
        aws("secretsmanager", "create-secret", "--name", name, "--secret-string", "hush");
        assertThat(aws("secretsmanager", "get-secret-value", "--secret-id", name))
                .contains("hush");
    }

    @Test
    void snsPublishesToQueues() throws Exception {
        aws("sqs", "create-queue", "--queue-name", name);
        String topic = aws("sns", "create-topic", "--name", name, "--query", "TopicArn", "--output", "text")
                .strip();
        String queue = "arn:aws:sqs:us-east-1:000000000000:" + name;
        aws("sns", "subscribe", "--topic-arn", topic, "--protocol", "sqs", "--notification-endpoint", queue);
        aws("sns", "publish", "--topic-arn", topic, "--message", "hello");
        assertThat(aws("sns", "list-subscriptions")).contains(queue);
        assertThat(aws("sqs", "receive-message", "--queue-url", cloud.endpoint() + "/000000000000/" + name))
                .contains("Notification", "hello");
    }

    @Test
    void eventsPassOnWhatMatches() throws Exception {
        aws("sqs", "create-queue", "--queue-name", name);
        aws("events", "put-rule", "--name", name, "--event-pattern", "{\"source\":[\"" + name + "\"]}");
        aws(
                "events",
                "put-targets",
                "--rule",
                name,
                "--targets",
                "Id=queue,Arn=arn:aws:sqs:us-east-1:000000000000:" + name);
        aws(
                "events",
                "put-events",
                "--entries",
                "[{\"Source\":\"" + name + "\",\"DetailType\":\"t\",\"Detail\":\"{}\"}]");
        assertThat(aws("sqs", "receive-message", "--queue-url", cloud.endpoint() + "/000000000000/" + name))
                .contains("detail-type");
    }

    @Test
    void cloudwatchTakesAndGivesMetrics() throws Exception {
        aws("cloudwatch", "put-metric-data", "--namespace", name, "--metric-name", "m", "--value", "3");
        String time = Instant.now().toString();
        assertThat(aws(
                        "cloudwatch",
                        "get-metric-statistics",
                        "--namespace",
                        name,
                        "--metric-name",
                        "m",
                        "--period",
                        "60",
                        "--statistics",
                        "Sum",
                        "--start-time",
                        time.substring(0, 10) + "T00:00:00Z",
                        "--end-time",
                        "2100-01-01T00:00:00Z"))
                .contains("\"Sum\": 3.0");
    }

    @Test
    void glueKeepsTheCatalog() throws Exception {
        aws("glue", "create-database", "--database-input", "Name=" + name);
        aws("glue", "create-table", "--database-name", name, "--table-input", "Name=people");
        assertThat(aws("glue", "get-tables", "--database-name", name)).contains("\"people\"");
    }

    @Test
    void stsKnowsTheCaller() throws Exception {
        assertThat(aws("sts", "get-caller-identity")).contains("000000000000");
    }
}
