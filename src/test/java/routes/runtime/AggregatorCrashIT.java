package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process is killed with SIGKILL before or behind each durable step of a bundle; the next one gets its messages in other
 * batches, among new ones. Every object is in one bundle, and every bundle was posted once, unless the process died
 * between NiFi's answer and its note of it.
 */
@DisabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "kill points are in our gateway")
class AggregatorCrashIT {
    private static @Nullable Child spare;

    private final AggregatorLake lake = new AggregatorLake();
    private final Random random = new Random(11);
    private final List<String> expected = new ArrayList<>();

    @AfterEach
    void close() {
        lake.close();
    }

    @AfterAll
    static void closeSpare() {
        if (spare != null) {
            spare.close();
        }
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] content = new byte[2000 + i];
            random.nextBytes(content);
            expected.add(AggregatorLake.sha256(content));
            lake.put("data/file-" + i, content);
        }
    }

    private static String[] settings(int batchSize) {
        return new String[] {
            "lake.lease", "2s",
            "lake.visibility", "3s",
            "aggregator.nifi-timeout", "2s",
            "aggregator.nifi-connect-timeout", "1s",
            "aggregator.batch-size", Integer.toString(batchSize),
            "aggregator.batch-timeout", "1s"
        };
    }

    /** The spare process becomes one of the pipeline. */
    private Child process(int batchSize) {
        Child chosen = spare == null ? Child.spare() : spare;
        spare = null;
        return chosen.begin(lake.values(settings(batchSize)));
    }

    /** New objects come, and somebody else finishes all: doors in this process, which has started already. */
    private void finish() throws Exception {
        // For the next test: it starts while this one waits for leases and messages.
        spare = Child.spare();
        put(12, 17);
        try (AggregatorDoor next = AggregatorDoor.Kind.PROCESS.open(lake, settings(5))) {
            assertThat(next).isNotNull();
            awaitEnd();
        }
        isWhole();
    }

    private void awaitEnd() {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> lake.isIdle() && lake.hasDelivered(expected.size()));
    }

    private void isWhole() {
        assertThat(lake.members())
                .extracting(AggregatorLake.Member::sha256)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(lake.delivered())
                .extracting(AggregatorLake.Member::sha256)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(lake.hasNothingParked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb, TransactWriteItems, 1, before",
        "dynamodb, TransactWriteItems, 1, after",
        "s3, GetObject, 5, before",
        "s3, PutObject, 1, before",
        "s3, PutObject, 1, after",
        "s3, PutObject, 2, after",
        "dynamodb, UpdateItem, 1, before",
        "dynamodb, UpdateItem, 1, after",
        "sqs, SendMessageBatch, 1, before",
        "sqs, SendMessageBatch, 1, after",
        "dynamodb, UpdateItem, 2, before",
        "dynamodb, UpdateItem, 2, after",
        "sqs, DeleteMessageBatch, 1, before",
        "sqs, DeleteMessageBatch, 1, after",
        "dynamodb, UpdateItem, 3, before",
        "dynamodb, UpdateItem, 3, after",
        "dynamodb, UpdateItem, 4, after",
        "sqs, DeleteMessageBatch, 3, before"
    })
    void whereverAProcessDiesNothingIsLostAndNothingIsPostedTwice(
            String service, String operation, int nth, String when) throws Exception {
        put(0, 12);
        lake.lake()
                .cloud(
                        "POST",
                        "hold",
                        "{\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"nth\":" + nth
                                + ",\"when\":\"" + when + "\"}");
        try (Child dead = process(99)) {
            String held = new String(lake.lake().cloud("GET", "held?wait=60", ""), StandardCharsets.UTF_8);
            assertThat(held).contains(operation);
            dead.kill();
        }
        lake.lake().cloud("POST", "reset", "");
        finish();
        assertThat(lake.nifi().values()).allSatisfy(bundle -> assertThat(bundle).containsEntry("posts", 1));
    }

    @Test
    void aBundleWhoseAnswerWasNotHeardIsPostedAgainUnderItsNameWithTheSameBytes() {
        put(0, 12);
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"hold\",\"times\":1}");
        try (Child dead = process(99)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !lake.nifi().isEmpty());
            dead.kill();
        }
        String first = lake.nifi().keySet().iterator().next();
        Object sha256 = lake.nifi().get(first).get("sha256");
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"release\"}");
        put(12, 17);
        try (Child next = process(5)) {
            awaitEnd();
            assertThat(next.terminate()).isZero();
        }
        isWhole();
        assertThat(lake.nifi().get(first)).containsEntry("posts", 2).containsEntry("sha256", sha256);
        lake.nifi().forEach((id, bundle) -> {
            if (!id.equals(first)) {
                assertThat(bundle).containsEntry("posts", 1);
            }
        });
    }
}
