package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process is killed with SIGKILL before or behind each durable write; the next one finishes the work: every page is
 * stored as the source sent it, every queue is empty, nothing is parked.
 */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "kill points are in our gateway")
class IngestCrashIT {
    private final TestLake lake = new TestLake();

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sqs, SendMessageBatch, 1, before",
        "sqs, SendMessageBatch, 2, after",
        "dynamodb, UpdateItem, 3, after",
        "s3, PutObject, 3, before",
        "s3, PutObject, 3, after",
        "sqs, SendMessageBatch, 7, before",
        "sqs, SendMessageBatch, 7, after",
        "sqs, DeleteMessageBatch, 2, before",
        "sqs, DeleteMessageBatch, 2, after"
    })
    void whateverADeadProcessLeftUndoneIsFinishedByTheNext(String service, String operation, int nth, String when) {
        Map<String, String> settings = lake.values("lake.lease", "2s", "lake.visibility", "3s");
        lake.cloud(
                "POST",
                "hold",
                "{\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"nth\":" + nth + ",\"when\":\""
                        + when + "\"}");
        try (Child dead = Child.start(settings)) {
            String held = new String(lake.cloud("GET", "held?wait=60", ""), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(held).contains(operation);
            dead.kill();
        }
        lake.cloud("POST", "reset", "");
        try (Child next = Child.start(settings)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> lake.keys().size() == 40);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> TestLake.SOURCES.stream().allMatch(source -> lake.depth(lake.queue(source)) == 0));
            String day = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
            for (String source : TestLake.SOURCES) {
                assertThat(lake.depth(lake.queue(source) + "-dlq")).isZero();
                for (int page : new int[] {1, 10}) {
                    String key =
                            "raw/source=" + source + "/ingestion_date=" + day + "/page=%06d.json.gz".formatted(page);
                    assertThat(TestLake.unzipped(lake.object(key))).isEqualTo(lake.page(source, day, page));
                    assertThat(lake.clients()
                                    .s3()
                                    .listObjectVersions(
                                            list -> list.bucket(lake.bucket()).prefix(key))
                                    .versions())
                            .as("versions of %s", key)
                            .hasSize(1);
                }
            }
            assertThat(next.terminate()).isZero();
        }
    }
}
