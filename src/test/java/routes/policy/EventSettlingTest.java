package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.policy.EventWords.body;
import static routes.policy.EventWords.message;
import static routes.policy.EventWords.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import routes.Cases;
import routes.aws.MemorySqs;
import routes.aws.Queues;
import routes.lake.S3Events;
import routes.policy.EventMessage.Judgement;
import routes.policy.EventSettling.Unsettled;

class EventSettlingTest {
    private final MemorySqs sqs = new MemorySqs();
    private final EventSettling settling =
            new EventSettling("flights-convert", Duration.ofSeconds(15), new Parking(new Queues(() -> sqs), "-dlq", 5));
    private final Map<String, Unsettled> fates = new HashMap<>();

    /** What lies below {@code bad/} is refused, below {@code old/} of no concern. */
    private Outcome settle(int receives, String body) {
        EventMessage message = EventMessage.read(message(receives, body), event -> {
            if (event.key().startsWith("bad/")) {
                return new Judgement.Refused("refused " + event.key());
            }
            return event.key().startsWith("old/") ? new Judgement.OfNoConcern() : new Judgement.Welcome();
        });
        return settling.settle(message, "run-1", event -> Optional.ofNullable(fates.get(event.key())));
    }

    private void waits(String key) {
        fates.put(key, new Unsettled(FailureKind.TRANSIENT, "slow down", Optional.empty()));
    }

    private void poisons(String key) {
        fates.put(key, new Unsettled(FailureKind.POISON, "poison " + key, Optional.empty()));
    }

    private static Outcome poison(String reason) {
        return new Outcome.Parked(FailureKind.POISON, reason);
    }

    private List<String> parked() {
        return sqs.bodies("queue-dlq");
    }

    private List<String> parkedKeys() {
        return parked().stream()
                .flatMap(body -> S3Events.parse(body).stream())
                .map(event -> event.key())
                .toList();
    }

    private String attribute(String name) {
        return sqs.sent("queue-dlq").get(0).messageAttributes().get(name).stringValue();
    }

    @Test
    void aMessageThatIsNoneIsParkedAtOnceWithItsReasonRouteAndRun() {
        assertThat(settle(1, "no json"))
                .isInstanceOfSatisfying(
                        Outcome.Parked.class,
                        parked -> assertThat(parked.kind()).isEqualTo(FailureKind.POISON));
        assertThat(parked()).containsExactly("no json");
        assertThat(attribute("error")).startsWith("message is not a JSON object");
        assertThat(attribute("failed_route")).isEqualTo("flights-convert");
        assertThat(attribute("run_id")).isEqualTo("run-1");
    }

    @Test
    void aRefusedRecordIsParkedAloneWithItsReason() {
        assertThat(settle(1, body(record("in/a"), record("bad/b"), record("old/c"))))
                .isEqualTo(poison("refused bad/b"));
        assertThat(parkedKeys()).containsExactly("bad/b");
    }

    @Test
    void aRecordWhoseObjectIsPoisonIsParkedAloneAndTheFirstReasonCounts() {
        poisons("in/b");
        assertThat(settle(1, body(record("in/a"), record("in/b"), record("bad/c"))))
                .isEqualTo(poison("poison in/b"));
        assertThat(parkedKeys()).containsExactly("in/b", "bad/c");
        assertThat(attribute("error")).isEqualTo("poison in/b");
    }

    @Test
    void aMessageThatIsBadAsAWholeIsParkedAsItCame() {
        poisons("in/b");
        String whole = body(record("bad/a"), record("in/b"));
        settle(1, whole);
        assertThat(parked()).containsExactly(whole);
    }

    @Test
    void aRecordThatWasPartOfAnEventOfEventBridgeIsParkedAsOne() {
        String bridged = "{\"version\":\"0\",\"detail-type\":\"Object Created\",\"source\":\"aws.s3\",\"detail\":{"
                + "\"bucket\":{\"name\":\"lake\"},\"object\":{\"key\":\"in/a\",\"size\":1,\"etag\":\"e\"}}}";
        poisons("in/a");
        assertThat(settle(1, bridged)).isEqualTo(poison("poison in/a"));
        assertThat(parked()).containsExactly(bridged);
    }

    @ParameterizedTest
    @CsvSource({"1, 15", "2, 30", "3, 60", "4, 120"})
    void aMessageWithAnObjectThatHasToWaitComesAgainLaterEachTime(int receives, int seconds) {
        waits("in/a");
        assertThat(settle(receives, body(record("in/a"), record("in/b"))))
                .isEqualTo(new Outcome.Retry(
                        FailureKind.TRANSIENT, "slow down", Optional.of(Duration.ofSeconds(seconds))));
        assertThat(parked()).isEmpty();
    }

    @Test
    void theDelayDoublesFiveTimesAtMost() {
        EventSettling patient = new EventSettling(
                "flights-convert", Duration.ofSeconds(15), new Parking(new Queues(() -> sqs), "-dlq", 1000));
        EventMessage message = EventMessage.read(message(999, body(record("in/a"))), event -> new Judgement.Welcome());
        Outcome outcome = patient.settle(
                message,
                "run-1",
                event -> Optional.of(new Unsettled(FailureKind.TRANSIENT, "slow down", Optional.empty())));
        assertThat(outcome)
                .isEqualTo(new Outcome.Retry(FailureKind.TRANSIENT, "slow down", Optional.of(Duration.ofSeconds(480))));
    }

    @Test
    void theTimeThatAnObjectAsksForIsWaitedInstead() {
        fates.put("in/a", new Unsettled(FailureKind.OUTAGE, "down", Optional.of(Duration.ofMinutes(7))));
        assertThat(settle(3, body(record("in/a"))))
                .isEqualTo(new Outcome.Retry(FailureKind.OUTAGE, "down", Optional.of(Duration.ofMinutes(7))));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POISON")
    void whateverIsNotPoisonComesAgain(FailureKind kind) {
        fates.put("in/a", new Unsettled(kind, "why", Optional.empty()));
        assertThat(settle(1, body(record("in/a"))))
                .isEqualTo(new Outcome.Retry(kind, "why", Optional.of(Duration.ofSeconds(15))));
    }

    @Test
    void badRecordsWaitWithOneThatComesAgain() {
        waits("in/c");
        poisons("in/b");
        assertThat(settle(1, body(record("bad/a"), record("in/b"), record("in/c"))))
                .isEqualTo(new Outcome.Retry(FailureKind.TRANSIENT, "slow down", Optional.of(Duration.ofSeconds(15))));
        assertThat(parked()).isEmpty();
    }

    @Test
    void onTheLastReceiveOnlyWhatIsLeftIsParkedBadRecordsAmongIt() {
        waits("in/d");
        poisons("in/c");
        String body = body(record("in/a"), record("bad/b"), record("in/c"), record("in/d"), record("old/e"));
        assertThat(settle(5, body)).isEqualTo(new Outcome.Parked(FailureKind.TRANSIENT, "slow down"));
        assertThat(parkedKeys()).containsExactly("bad/b", "in/c", "in/d");
    }

    @Test
    void aMessageThatCannotBeParkedIsNotAcknowledged() {
        sqs.refuse(entry -> true);
        assertThatThrownBy(() -> settle(1, "no json")).isInstanceOf(Transient.class);
    }

    @Test
    void aMessageWhoseObjectsAreSettledIsDone() {
        assertThat(settle(5, body(record("in/a"), record("old/b")))).isEqualTo(new Outcome.Done());
        assertThat(settle(1, "{\"Event\":\"s3:TestEvent\"}")).isEqualTo(new Outcome.Done());
        assertThat(parked()).isEmpty();
    }

    @Test
    void aMessageIsAcknowledgedExactlyWhenEachOfItsRecordsIsSettledOrParked() {
        Cases.forAll(cases -> {
            EventSettlingTest fresh = new EventSettlingTest();
            List<String> keys = new ArrayList<>();
            List<String> left = new ArrayList<>();
            boolean waiting = false;
            for (int i : IntStream.range(0, cases.number(1, 8)).toArray()) {
                int fate = cases.number(0, 4);
                String key = List.of("in/", "old/", "bad/", "in/", "in/").get(fate) + i;
                if (fate == 3) {
                    fresh.poisons(key);
                } else if (fate == 4) {
                    fresh.waits(key);
                    waiting = true;
                }
                keys.add(key);
                if (fate > 1) {
                    left.add(key);
                }
            }
            int receives = cases.number(1, 6);
            Outcome outcome = fresh.settle(
                    receives, body(keys.stream().map(EventWords::record).toArray(String[]::new)));
            boolean comesAgain = waiting && receives < 5;
            assertThat(outcome.acknowledged()).isNotEqualTo(comesAgain);
            assertThat(fresh.parkedKeys()).isEqualTo(comesAgain ? List.of() : left);
        });
    }
}
