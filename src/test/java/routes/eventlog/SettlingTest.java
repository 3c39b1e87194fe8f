package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.Outcome;

class SettlingTest {
    private static final String A = "test/" + Events.name(1);
    private static final String B = "test/" + Events.name(2);

    private final MemoryEventlog lake = new MemoryEventlog();
    private final Taken taken = new Taken("run-1");

    private BatchResult settle(int receives, String... bodies) {
        List<Intake.Message> messages = lake.parts.intake().read(MemoryEventlog.messages(receives, List.of(bodies)));
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

    @ParameterizedTest
    @CsvSource({"1, 15", "2, 30", "3, 60", "4, 120"})
    void aMessageWhoseFileCouldNotBeReadComesAgainLaterEachTime(int receives, int seconds) {
        unread(A);
        BatchResult result = settle(receives, MemoryEventlog.event(A, "1"), MemoryEventlog.event(B, "1"));
        assertThat(result.outcomes().get("m0"))
                .isEqualTo(new Outcome.Retry(
                        FailureKind.TRANSIENT, "slow down", Optional.of(Duration.ofSeconds(seconds))));
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
    }

    @Test
    void onItsFifthReceiveItIsParkedAsItCame() {
        unread(A);
        BatchResult result = settle(5, MemoryEventlog.event(A, "1"));
        assertThat(result.outcomes().get("m0")).isEqualTo(new Outcome.Parked(FailureKind.TRANSIENT, "slow down"));
        assertThat(lake.sqs.bodies("eventlog-events-dlq")).containsExactly(MemoryEventlog.event(A, "1"));
    }

    @Test
    void onlyTheRecordsThatAreLeftAreParked() {
        unread(B);
        settle(5, both(MemoryEventlog.record(B, "1")));
        assertThat(lake.sqs.bodies("eventlog-events-dlq"))
                .singleElement()
                .asString()
                .contains("000002")
                .doesNotContain("000001");
    }

    @Test
    void aMessageThatIsNoneIsParkedAtOnce() {
        BatchResult result = settle(1, "no json");
        assertThat(result.outcomes().get("m0"))
                .isInstanceOfSatisfying(
                        Outcome.Parked.class,
                        parked -> assertThat(parked.kind()).isEqualTo(FailureKind.POISON));
        assertThat(lake.sqs.bodies("eventlog-events-dlq")).containsExactly("no json");
        assertThat(lake.sqs
                        .sent("eventlog-events-dlq")
                        .get(0)
                        .messageAttributes()
                        .get("run_id")
                        .stringValue())
                .isEqualTo("run-1");
    }

    @Test
    void aRefusedRecordIsParkedAloneWithItsReason() {
        String other = MemoryEventlog.record("ObjectCreated:Put", "other", B, "1");
        BatchResult result = settle(1, both(other));
        assertThat(result.outcomes().get("m0"))
                .isEqualTo(
                        new Outcome.Parked(FailureKind.POISON, "bucket is not that of event files, expected events"));
        assertThat(lake.sqs.bodies("eventlog-events-dlq"))
                .singleElement()
                .asString()
                .contains("000002")
                .doesNotContain("000001");
    }

    @Test
    void aRefusedRecordWaitsWithOneThatComesAgain() {
        unread(A);
        BatchResult result = settle(1, both(MemoryEventlog.record("ObjectCreated:Put", "other", B, "1")));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
        assertThat(lake.sqs.bodies("eventlog-events-dlq")).isEmpty();
    }
}
