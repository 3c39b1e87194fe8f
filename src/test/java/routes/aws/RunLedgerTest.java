package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import routes.ManualClock;
import routes.aws.RunLedger.Claim;

class RunLedgerTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofMinutes(30);
    private static final Map<String, String> FACTS = Map.of("state", "first");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00.900Z"));
    private final MemoryRuns runs = new MemoryRuns();
    private final RunLedger ledger = ledger("one");
    private final RunLedger other = ledger("other");

    private RunLedger ledger(String owner) {
        return new RunLedger(() -> runs, "runs", owner, LEASE, clock);
    }

    private Claim again() {
        return other.claim("run", "at", AGAIN);
    }

    @Test
    void whatWasFinishedIsNotTakenAnewBeforeItsTime() {
        ledger.claim("run", "at", AGAIN);
        ledger.finish("run", "at");
        clock.advance(AGAIN);
        assertThat(again()).isEqualTo(Claim.FINISHED);
    }

    @Test
    void whatWasFinishedLongAgoIsTakenAnewAndIsUnfinishedWithItsFacts() {
        ledger.claim("run", "at", AGAIN);
        ledger.finish("run", "at", Map.of("told", "3"));
        clock.advance(AGAIN.plusSeconds(1));
        assertThat(again()).isEqualTo(Claim.TAKEN);
        assertThat(ledger.row("run", "at"))
                .containsEntry("owner", "other")
                .containsEntry("told", "3")
                .doesNotContainKey("finished_at");
    }

    @Test
    void whatSomebodyHasTakenAnewIsHeldUntilHisLeaseEnds() {
        ledger.claim("run", "at", AGAIN);
        ledger.finish("run", "at");
        clock.advance(AGAIN.plusSeconds(1));
        ledger.claim("run", "at", AGAIN);
        assertThat(again()).isEqualTo(Claim.HELD);
        clock.advance(LEASE.plusSeconds(1));
        assertThat(again()).isEqualTo(Claim.TAKEN);
    }

    @Test
    void whatWasLetGoIsTakenAtOnce() {
        ledger.claim("run", "at", AGAIN);
        ledger.release("run", "at", Map.of());
        assertThat(again()).isEqualTo(Claim.TAKEN);
    }

    @Test
    void aLeaseThatOutlivesTheFinishKeepsNobodyFromTakingAnew() {
        ledger.claim("run", "at", Duration.ofSeconds(10));
        ledger.finish("run", "at");
        clock.advance(Duration.ofSeconds(11));
        assertThat(other.claim("run", "at", Duration.ofSeconds(10))).isEqualTo(Claim.TAKEN);
    }

    @Test
    void whoComesSecondWritesNothing() {
        assertThat(ledger.recordFirst("run", "at", FACTS)).isTrue();
        assertThat(other.recordFirst("run", "at", Map.of("state", "second"))).isFalse();
        assertThat(runs.text("run", "at", "state")).isEqualTo("first");
    }

    @Test
    void evenTheSameFactsOfAnotherCallAreNotItsOwn() {
        ledger.recordFirst("run", "at", FACTS);
        assertThat(ledger.recordFirst("run", "at", FACTS)).isFalse();
    }

    @Test
    void aFirstWriteWhoseAnswerGotLostKnowsItselfAgain() {
        runs.loseNextAnswer();
        assertThat(ledger.recordFirst("run", "at", FACTS)).isTrue();
    }

    @Test
    void aRowThatIsClaimedIsThere() {
        ledger.claim("run", "at");
        assertThat(ledger.recordFirst("run", "at", FACTS)).isFalse();
    }

    @Test
    void aDecisionOnWhatIsNoLongerSoWritesNothing() {
        ledger.recordFirst("run", "at", FACTS);
        assertThat(ledger.recordIf("run", "at", "state", "other", Map.of("state", "decided")))
                .isFalse();
        assertThat(ledger.recordIf("run", "none", "state", "first", Map.of("state", "decided")))
                .isFalse();
        assertThat(runs.text("run", "at", "state")).isEqualTo("first");
        assertThat(ledger.row("run", "none")).isEmpty();
    }

    @Test
    void aDecisionOnWhatIsSoIsWrittenOverItAndKeepsTheRest() {
        ledger.recordFirst("run", "at", Map.of("state", "first", "score", "0.2"));
        assertThat(ledger.recordIf("run", "at", "state", "first", Map.of("state", "decided", "by", "me")))
                .isTrue();
        assertThat(ledger.row("run", "at"))
                .containsEntry("state", "decided")
                .containsEntry("by", "me")
                .containsEntry("score", "0.2");
    }

    @Test
    void aDecisionWhoseAnswerGotLostKnowsItselfAgain() {
        ledger.recordFirst("run", "at", FACTS);
        runs.loseNextAnswer();
        assertThat(ledger.recordIf("run", "at", "state", "first", Map.of("state", "decided")))
                .isTrue();
        assertThat(other.recordIf("run", "at", "state", "first", Map.of("state", "decided")))
                .isFalse();
    }
}
