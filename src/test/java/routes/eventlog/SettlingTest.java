package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.policy.BatchResult;
import routes.policy.EventMessage;
import routes.policy.FailureKind;
import routes.policy.Outcome;

class SettlingTest {
    private static final String A = "test/" + Events.name(1);
    private static final String B = "test/" + Events.name(2);

    private final MemoryEventlog lake = new MemoryEventlog();
    private final Taken taken = new Taken("run-1");

    private BatchResult settle(int receives, String... bodies) {
        List<EventMessage> messages = lake.parts.intake().read(MemoryEventlog.messages(receives, List.of(bodies)));
        return lake.parts.settling().settle(messages, taken);
    }

    private void unread(String... keys) {
        List<Found> found = new ArrayList<>();
        for (String key : keys) {
            found.add(new Found.Unread(new SourceFile(key, "1"), FailureKind.TRANSIENT, "slow down"));
        }
        taken.add(found);
    }

    private static String both(String second) {
        return "{\"Records\":[" + MemoryEventlog.record(A, "1") + "," + second + "]}";
    }

    @Test
    void aMessageWhoseFilesAreSettledIsDone() {
        BatchResult result = settle(1, MemoryEventlog.event(A, "1"), "{\"Event\":\"s3:TestEvent\"}");
        assertThat(result.outcomes()).isEqualTo(Map.of("m0", new Outcome.Done(), "m1", new Outcome.Done()));
        assertThat(result.summary()).containsEntry("statusCode", 200);
    }

    @Test
    void aMessageWhoseFileCouldNotBeReadComesAgainLaterEachTime() {
        unread(A);
        BatchResult result = settle(4, MemoryEventlog.event(A, "1"), MemoryEventlog.event(B, "1"));
        assertThat(result.outcomes().get("m0"))
                .isEqualTo(new Outcome.Retry(FailureKind.TRANSIENT, "slow down", Optional.of(Duration.ofSeconds(120))));
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
    }

    @Test
    void aMessageThatThereWasNoTimeForComesAgainHoweverOftenItHasCome() {
        taken.add(List.of(new Found.Unbegun(new Candidate(new SourceFile(A, "1"), Optional.empty()))));
        BatchResult result = settle(5, MemoryEventlog.event(A, "1"), MemoryEventlog.event(B, "1"));
        assertThat(result.outcomes().get("m0"))
                .isEqualTo(new Outcome.Retry(FailureKind.TRANSIENT, "no time left for its file", Optional.empty()));
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
        assertThat(lake.memory.sqs.bodies("eventlog-events-dlq")).isEmpty();
    }

    @Test
    void onlyTheRecordsThatAreLeftAreParked() {
        unread(B);
        BatchResult result = settle(5, both(MemoryEventlog.record(B, "1")));
        assertThat(result.outcomes().get("m0")).isEqualTo(new Outcome.Parked(FailureKind.TRANSIENT, "slow down"));
        assertThat(lake.memory.sqs.bodies("eventlog-events-dlq"))
                .singleElement()
                .asString()
                .contains("000002")
                .doesNotContain("000001");
        assertThat(lake.memory
                        .sqs
                        .sent("eventlog-events-dlq")
                        .get(0)
                        .messageAttributes()
                        .get("failed_route")
                        .stringValue())
                .isEqualTo("eventlog-collect");
    }

    @Test
    void aRefusedRecordIsParkedAloneWithItsReason() {
        String other = MemoryEventlog.record("ObjectCreated:Put", "other", B, "1");
        BatchResult result = settle(1, both(other));
        assertThat(result.outcomes().get("m0"))
                .isEqualTo(
                        new Outcome.Parked(FailureKind.POISON, "bucket is not that of event files, expected events"));
        assertThat(lake.memory.sqs.bodies("eventlog-events-dlq"))
                .singleElement()
                .asString()
                .contains("000002")
                .doesNotContain("000001");
    }
}
