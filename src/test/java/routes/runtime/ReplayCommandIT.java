package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.aws.Queues;
import software.amazon.awssdk.services.sqs.model.Message;

/** {@code lake-routes replay} against real queues. */
class ReplayCommandIT {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final TestLake lake = new TestLake();
    private final TestCommands commands = new TestCommands(lake.values());

    @AfterEach
    void leave() {
        lake.close();
    }

    private void park(String kind, int count) {
        for (int i = 0; i < count; i++) {
            Map<String, String> attributes = new LinkedHashMap<>(Map.of("run_id", "run-1", "traceparent", TRACE));
            if (!kind.isEmpty()) {
                attributes.putAll(Map.of(
                        "error_kind",
                        kind,
                        "error",
                        "source answers 503",
                        "failed_route",
                        "ingest-page",
                        "attempts",
                        "5"));
            }
            assertThat(new Queues(lake.clients()::sqs)
                            .send(dlq(), List.of(new Queues.Outgoing("{\"n\":\"" + kind + i + "\"}", attributes))))
                    .isEmpty();
        }
    }

    private String dlq() {
        return lake.queue("api-a") + "-dlq";
    }

    private List<Message> back() {
        return lake.look(lake.queue("api-a"));
    }

    @Test
    void whatIsParkedGoesBackWithItsRunAndWithoutItsReason() {
        park("transient", 1);
        var ended = commands.run("replay", "--queue", "api-a", "--json");
        assertThat(ended.code()).isZero();
        Message message = back().get(0);
        assertThat(message.messageAttributes()).containsOnlyKeys("run_id", "traceparent");
        assertThat(message.messageAttributes().get("run_id").stringValue()).isEqualTo("run-1");
        assertThat(lake.depth(dlq())).isZero();
        assertThat(ended.json().get("messages").toString())
                .contains("source answers 503", "ingest-page", "run-1", "transient", "attempts=5", "fate=sent");
    }

    @Test
    void messagesOfAnotherKindStayAndAreVisibleAtOnce() {
        park("transient", 12);
        park("poison", 11);
        var ended = commands.run(
                "replay", "--queue", lake.queue("api-a"), "--kind", "transient", "--rate", "100/s", "--json");
        assertThat(ended.code()).isZero();
        assertThat(ended.json().get("counts").toString()).contains("sent=12", "kept=11");
        assertThat(back()).hasSize(12);
        assertThat(lake.parked("api-a"))
                .hasSize(11)
                .allMatch(message -> message.messageAttributes()
                        .get("error_kind")
                        .stringValue()
                        .equals("poison"));
    }

    @Test
    void aDryRunListsAndChangesNothing() {
        park("bug", 2);
        park("", 1);
        var ended = commands.run("replay", "--queue", "api-a", "--dry-run");
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("would be sent  bug  ingest-page  attempts 5  run run-1", "crash", "3 would be sent");
        assertThat(back()).isEmpty();
        assertThat(lake.parked("api-a")).hasSize(3);
    }

    @Test
    void noMoreAreSentThanAskedForAndTheRestStays() {
        park("transient", 15);
        var ended = commands.run("replay", "--queue", "api-a", "--max", "4", "--json");
        assertThat(ended.json().get("counts").toString()).contains("sent=4");
        assertThat(back()).hasSize(4);
        assertThat(lake.parked("api-a")).hasSize(11);
    }

    @Test
    void aReplayThatIsCutOffBetweenSendAndDeleteSendsTwiceAtMost() {
        assumeThat(TestLake.Ends.LOCAL)
                .as("faults can be switched in our own gateway alone")
                .isTrue();
        park("transient", 1);
        // Once for the call past the client, once for the client's own.
        lake.cloud(
                "POST",
                "fail",
                "{\"service\":\"sqs\",\"operation\":\"DeleteMessageBatch\",\"status\":400,\"code\":\"AccessDenied\",\"times\":2}");
        var cutOff = commands.run("replay", "--queue", "api-a", "--json");
        assertThat(cutOff.code()).isEqualTo(1);
        assertThat(cutOff.json().get("counts").toString()).contains("sent_not_deleted=1", "sent=0");
        assertThat(commands.run("replay", "--queue", "api-a").code()).isZero();
        assertThat(back()).hasSize(2);
        assertThat(lake.depth(dlq())).isZero();
    }

    @Test
    void whatIsParkedAfterTheReplayHasBegunIsLeftAlone() {
        park("transient", 2);
        Clock earlier = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        var ended = new TestCommands(lake.values(), earlier).run("replay", "--queue", "api-a", "--json");
        assertThat(ended.code()).isZero();
        assertThat(ended.json().get("counts").toString()).contains("sent=0", "later=2");
        assertThat(back()).isEmpty();
        assertThat(lake.parked("api-a")).hasSize(2);
    }

    @Test
    void anUnknownQueueIsWrongUsageAndNamesTheKnownOnes() {
        var ended = commands.run("replay", "--queue", "nobody");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("nobody").contains(lake.queue("api-a"));
    }
}
