package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final QueueMessage FIRST = message("1");
    private static final QueueMessage SECOND = message("2");

    @Test
    void doneAndParkedAreAcknowledgedAndNothingElse() {
        assertThat(new Outcome.Done().acknowledged()).isTrue();
        assertThat(new Outcome.Parked(FailureKind.POISON, "no JSON").acknowledged())
                .isTrue();
        assertThat(new Outcome.Retry(FailureKind.TRANSIENT, "source answered 503", Optional.empty()).acknowledged())
                .isFalse();
    }

    @Test
    void aMessageWithoutAnOutcomeIsToBeRetried() {
        BatchResult result = new BatchResult(Map.of("1", new Outcome.Done()), Map.of());
        assertThat(result.of(FIRST)).isEqualTo(new Outcome.Done());
        assertThat(result.of(SECOND)).isEqualTo(new Outcome.Retry(FailureKind.BUG, "no outcome", Optional.empty()));
    }

    @Test
    void aResultDoesNotChangeWithWhatItWasMadeOf() {
        Map<String, Outcome> outcomes = new HashMap<>();
        BatchResult result = new BatchResult(outcomes, Map.of());
        outcomes.put("1", new Outcome.Done());
        assertThat(result.of(FIRST).acknowledged()).isFalse();
    }

    @Test
    void aBatchThatHoldsAnIdTwiceIsRefused() {
        assertThatThrownBy(() -> new Batch(List.of(FIRST, SECOND, message("1")), Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void aMessageHasAnIdAQueueAndAtLeastOneReceive() {
        assertThat(new QueueMessage("1", "q", "", Map.of(), 0).receives()).isOne();
        assertThatThrownBy(() -> new QueueMessage(" ", "q", "", Map.of(), 1)).hasMessageContaining("expected both");
        assertThatThrownBy(() -> new QueueMessage("1", "", "", Map.of(), 1)).hasMessageContaining("expected both");
    }

    @Test
    void kindsOfFailureAreWrittenInLowerCase() {
        assertThat(FailureKind.values())
                .extracting(FailureKind::toString)
                .containsExactly("transient", "poison", "outage", "bug");
    }

    private static QueueMessage message(String id) {
        return new QueueMessage(id, "ingest-api-a", "{}", Map.of(), 1);
    }
}
