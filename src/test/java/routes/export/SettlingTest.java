package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.policy.BatchResult;
import routes.policy.EachMessage.Worked;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Poison;
import routes.policy.QueueMessage;
import routes.policy.Transient;

class SettlingTest {
    private final MemoryExport lake = new MemoryExport();
    private final Settling settling = lake.parts.settling();

    @AfterEach
    void close() {
        lake.close();
    }

    private static ExportResult result(int status, FailureKind failure, Duration after) {
        return new ExportResult(
                Requests.ID,
                status,
                "said so",
                "",
                0,
                0,
                false,
                0,
                0,
                Optional.ofNullable(failure),
                Optional.ofNullable(after));
    }

    private static Settled settled(int status, FailureKind failure, Duration after) {
        return Settled.of(Told.of(new Resume(Requests.ID)), result(status, failure, after));
    }

    private static Settled refused() {
        return Settled.of(Told.refused(Refusal.forbidden("key", "not this one")));
    }

    private static QueueMessage message(int receives) {
        return new QueueMessage("m", "export-events", "the body", Map.of(), receives);
    }

    @Test
    void whatIsRefusedIsParkedAndWhatIsMissingComesAgainFirst() {
        Settled missing = settled(207, FailureKind.TRANSIENT, Duration.ofSeconds(9));
        assertThat(settling.settle(message(1), List.of(refused()), "r")).isInstanceOf(Outcome.Parked.class);
        assertThat(settling.settle(message(1), List.of(refused(), missing), "r"))
                .isEqualTo(new Outcome.Retry(
                        FailureKind.TRANSIENT,
                        "export " + Requests.ID + ": said so",
                        Optional.of(Duration.ofSeconds(9))));
    }

    @Test
    void onItsFifthReceiveWhatIsStillMissingIsParked() {
        Settled missing = settled(207, FailureKind.TRANSIENT, null);
        assertThat(settling.settle(message(5), List.of(missing), "r")).isInstanceOf(Outcome.Parked.class);
        assertThat(lake.sqs.bodies("export-events-dlq")).containsExactly("the body");
    }

    @Test
    void theLongestWishToWaitCounts() {
        List<Settled> missing = List.of(
                settled(502, FailureKind.TRANSIENT, Duration.ofSeconds(5)),
                settled(502, FailureKind.TRANSIENT, Duration.ofSeconds(50)),
                settled(502, FailureKind.TRANSIENT, null));
        assertThat(settling.settle(message(1), missing, "r"))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.after()).contains(Duration.ofSeconds(50)));
    }

    @Test
    void whatSomebodyElseIsWorkingOnComesBackAsAnotherMessageAndCostsNoReceive() {
        Settled elsewhere = settled(202, FailureKind.TRANSIENT, Duration.ofMinutes(1));
        assertThat(settling.settle(message(5), List.of(elsewhere), "r")).isInstanceOf(Outcome.Done.class);
        assertThat(lake.sqs.bodies("export-events")).containsExactly("{\"resume\":\"" + Requests.ID + "\"}");
        assertThat(lake.sqs.sent("export-events").get(0).delaySeconds()).isEqualTo(60);
        assertThat(lake.sqs.bodies("export-events-dlq")).isEmpty();
    }

    @Test
    void aHandOverThatTheQueueDoesNotTakeIsNoSuccess() {
        lake.sqs.refuse(entry -> true);
        Settled elsewhere = settled(202, FailureKind.TRANSIENT, Duration.ofMinutes(1));
        assertThatThrownBy(() -> settling.settle(message(1), List.of(elsewhere), "r"))
                .isInstanceOf(ExportFailed.class)
                .hasMessageContaining("could not be handed over");
    }

    @Test
    void anEventWithoutACallerThrowsWhateverIsNotComplete() {
        assertThatThrownBy(() -> settling.answer(List.of(refused())))
                .isInstanceOf(Poison.class)
                .hasMessage("key: not this one");
        assertThatThrownBy(() -> settling.answer(List.of(settled(207, FailureKind.POISON, null))))
                .isInstanceOf(Poison.class);
        assertThatThrownBy(() -> settling.answer(List.of(settled(504, FailureKind.TRANSIENT, null))))
                .isInstanceOf(Transient.class);
        assertThatThrownBy(() -> settling.answer(List.of(settled(500, FailureKind.BUG, null))))
                .isInstanceOf(Transient.class);
    }

    @Test
    void anEventIsAnsweredWithItsResultOrWithAllOfThem() {
        Settled good = settled(200, null, null);
        assertThat(settling.answer(List.of(good))).containsEntry("message", "said so");
        assertThat((List<?>) settling.answer(List.of(good, good)).get("exports"))
                .hasSize(2);
        assertThat(settling.answer(List.of())).containsEntry("exports", List.of());
    }

    @Test
    void aScheduledTimeIsDoneWithOnlyWhenNothingCanComeLater() {
        assertThatThrownBy(() -> settling.insist(result(207, FailureKind.TRANSIENT, null)))
                .isInstanceOf(Transient.class);
        assertThatThrownBy(() -> settling.insist(result(500, FailureKind.BUG, null)))
                .isInstanceOf(Transient.class);
        assertThatCode(() -> settling.insist(result(207, FailureKind.POISON, null)))
                .doesNotThrowAnyException();
        assertThatCode(() -> settling.insist(result(200, null, null))).doesNotThrowAnyException();
    }

    @Test
    void aBatchCountsWhatIsDoneAndWhatIsNot() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("a", new Outcome.Done());
        outcomes.put("b", new Outcome.Retry(FailureKind.BUG, "x", Optional.empty()));
        outcomes.put("c", new Outcome.Parked(FailureKind.POISON, "x"));
        BatchResult result = settling.conclude(new Worked(List.of(), outcomes, Map.of()), Duration.ofSeconds(1));
        assertThat(result.summary()).isEqualTo(Map.of("handled", 1L, "failed", 2L));
        assertThat(lake.counted("EventsProcessed")).isEqualTo(1);
        assertThat(lake.counted("EventsFailed")).isEqualTo(2);
        assertThat(lake.counted("failures")).isEqualTo(2);
    }
}
