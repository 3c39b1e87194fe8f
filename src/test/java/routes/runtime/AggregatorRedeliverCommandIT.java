package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import routes.runtime.TestCommands.Ended;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code lake-routes aggregator redeliver} and {@code sweep}, with a bundle that NiFi has received. */
class AggregatorRedeliverCommandIT {
    private static final String UNKNOWN = "bundle-00000000000000000000000000000000";

    private final AggregatorLake lake = new AggregatorLake();
    private final TestCommands commands = new TestCommands(lake.values());
    private String id = "";

    @BeforeEach
    void deliverOne() throws Exception {
        lake.put("data/a file", "content");
        deliver(1);
        id = lake.states().keySet().iterator().next();
    }

    @AfterEach
    void leave() {
        lake.close();
    }

    private void deliver(int posts) throws Exception {
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> lake.isIdle() && posts() == posts);
            await().atMost(Duration.ofSeconds(30)).until(() -> lake.states().containsValue("DELIVERED"));
            assertThat(door).isNotNull();
        }
    }

    private int posts() {
        return lake.nifi().values().stream()
                .mapToInt(bundle -> (int) bundle.get("posts"))
                .sum();
    }

    private String hour(int later) {
        return Instant.parse(lake.row(id).get("planned_at"))
                .plus(Duration.ofHours(later))
                .truncatedTo(ChronoUnit.HOURS)
                .toString()
                .substring(0, 13);
    }

    @Test
    void whatCannotBeSentIsToldWithItsReasonAndTheRestIsSent() {
        Ended ended = commands.run("aggregator", "redeliver", "--bundle", UNKNOWN, "--bundle", id, "--json");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.json().get("counts").toString()).contains("sent=1", "refused=1");
        assertThat(ended.json().get("bundles").toString()).contains("never planned");
        assertThat(lake.lake().look(lake.deliveries())).hasSize(1);
    }

    @Test
    void aMessageThatCannotBeEnqueuedIsSentByTheNextSweep() {
        assumeThat(TestLake.Ends.LOCAL)
                .as("faults can be switched in our own gateway alone")
                .isTrue();
        // Once for the call past the client, once for the client's own.
        lake.lake()
                .cloud(
                        "POST",
                        "fail",
                        "{\"service\":\"sqs\",\"operation\":\"SendMessageBatch\",\"status\":400,\"code\":\"AccessDenied\",\"times\":2}");
        Ended cutOff = commands.run("aggregator", "redeliver", "--bundle", id, "--json");
        assertThat(cutOff.code()).isEqualTo(1);
        assertThat(cutOff.json().get("counts").toString()).contains("not_enqueued=1");
        assertThat(lake.row(id)).containsEntry("state", "PENDING");
        assertThat(lake.lake().depth(lake.deliveries())).isZero();

        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61));
        Ended swept = new TestCommands(lake.values(), later).run("aggregator", "sweep", "--json");
        assertThat(swept.code()).isZero();
        assertThat(swept.json().get("enqueued").toString()).isEqualTo("[" + id + "]");
        assertThat(lake.lake().look(lake.deliveries())).hasSize(1);
    }

    @Test
    void aDryRunListsAndSendsNothing() {
        Ended ended = commands.run("aggregator", "redeliver", "--from", hour(0), "--dry-run");
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("would be sent  " + id + "  s3://" + lake.archive() + "/bundles/", "1 would be sent");
        assertThat(lake.row(id)).containsEntry("state", "DELIVERED");
        assertThat(lake.lake().depth(lake.deliveries())).isZero();
    }

    @Test
    void hoursWithoutBundlesSendNothing() {
        Ended ended = commands.run("aggregator", "redeliver", "--from", hour(-50), "--to", hour(-1));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("no bundles were planned then");
        assertThat(ended.err()).as("progress").contains("looked up to ");
        assertThat(lake.lake().depth(lake.deliveries())).isZero();
    }

    @Test
    void theBundlesOfSomeHoursAreSentAgainUnderTheirIdsWithTheSameBytes() throws Exception {
        Object sha256 = lake.nifi().get(id).get("sha256");
        assertThat(commands.run("aggregator", "redeliver", "--from", hour(-1), "--to", hour(1))
                        .code())
                .isZero();
        deliver(2);
        assertThat(lake.nifi()).containsOnlyKeys(id);
        assertThat(lake.nifi().get(id))
                .containsEntry("posts", 2)
                .containsEntry("sha256", sha256)
                .containsEntry("sha256_matches", true);
        assertThat(lake.row(id)).containsEntry("attempts", "1");
    }

    @Test
    void aBundleWhoseRowIsGoneIsRestoredFromTheArchiveAndSentAgain() throws Exception {
        lake.lake()
                .clients()
                .dynamoDb()
                .deleteItem(delete -> delete.tableName(lake.objects()).key(Map.of("id", AttributeValue.fromS(id))));
        assertThat(commands.run("aggregator", "redeliver", "--bundle", id).code())
                .isEqualTo(1);
        assertThat(commands.run(
                                "aggregator",
                                "redeliver",
                                "--bundle",
                                lake.bundles().get(0))
                        .code())
                .isZero();
        deliver(2);
        assertThat(lake.nifi().get(id)).containsEntry("posts", 2).containsEntry("sha256_matches", true);
        assertThat(lake.row(id)).containsEntry("state", "DELIVERED").containsEntry("members", "1");
    }
}
