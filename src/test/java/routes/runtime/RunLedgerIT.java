package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import routes.aws.Clients;
import routes.aws.RunLedger;
import routes.aws.RunLedger.Claim;

/** Who gets a scheduled time, when many ask for it with clients of their own. */
class RunLedgerIT {
    private static final int REPLICAS = 16;
    private static final String AT = "2026-11-20T01:00:00Z";
    private static final Instant NIGHT = Instant.parse("2026-11-20T01:00:10Z");
    private static final Duration AGAIN = Duration.ofMinutes(30);
    private static final String MOTO = "routes.runtime.TestLake$Ends#areMoto";
    private static final String TWO_STEPS =
            "Moto looks at the condition of an update and writes in two steps: of racing ones two may win";

    private final TestLake lake = new TestLake();

    @AfterEach
    void close() {
        lake.close();
    }

    private RunLedger ledger(Clients clients, String owner) {
        return ledger(clients, owner, NIGHT);
    }

    private RunLedger ledger(Clients clients, String owner, Instant at) {
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        return new RunLedger(clients::dynamoDb, lake.table(), owner, Duration.ofMinutes(5), clock);
    }

    /** The next update has its effect, but its answer breaks off, so that the client asks again. */
    private void loseNextAnswer() {
        assumeTrue(TestLake.Ends.LOCAL, "only our own gateway can be told to lose answers");
        lake.cloud(
                "POST",
                "cut",
                "{\"service\":\"dynamodb\",\"operation\":\"UpdateItem\",\"match\":\"" + lake.table() + "\"}");
    }

    private Claim claim(int replica, CyclicBarrier start) throws Exception {
        try (Clients clients = new Clients("us-east-1", java.util.Optional.of(TestLake.Ends.AWS))) {
            start.await();
            return ledger(clients, "replica-" + replica).claim("ingest-plan", AT);
        }
    }

    @Test
    @DisabledIf(value = MOTO, disabledReason = TWO_STEPS)
    void ofSixteenReplicasThatClaimATimeOneGetsIt() throws Exception {
        CyclicBarrier start = new CyclicBarrier(REPLICAS);
        List<Callable<Claim>> replicas = new ArrayList<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            int number = replica;
            replicas.add(() -> claim(number, start));
        }
        List<Claim> claims = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(REPLICAS);
        try {
            for (var answer : threads.invokeAll(replicas)) {
                claims.add(answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Collections.frequency(claims, Claim.TAKEN)).isEqualTo(1);
        assertThat(Collections.frequency(claims, Claim.HELD)).isEqualTo(REPLICAS - 1);
    }

    @Test
    void aTimeThatIsFinishedIsClaimedByNobodyAgain() {
        RunLedger first = ledger(lake.clients(), "first");
        first.claim("ingest-plan", AT);
        assertThat(first.finish("ingest-plan", AT)).isTrue();
        assertThat(ledger(lake.clients(), "second").claim("ingest-plan", AT)).isEqualTo(Claim.FINISHED);
    }

    @Test
    @DisabledIf(value = MOTO, disabledReason = TWO_STEPS)
    void ofSixteenReplicasThatTakeAnewWhatWasFinishedLongAgoOneGetsIt() throws Exception {
        RunLedger before = ledger(lake.clients(), "before");
        before.claim("cause", AT, AGAIN);
        before.finish("cause", AT, Map.of("told", "3"));
        Instant later = NIGHT.plus(AGAIN).plusSeconds(1);
        List<Claim> claims = Race.of(
                REPLICAS,
                (number, clients) -> ledger(clients, "replica-" + number, later).claim("cause", AT, AGAIN));
        assertThat(Collections.frequency(claims, Claim.TAKEN)).isEqualTo(1);
        assertThat(Collections.frequency(claims, Claim.HELD)).isEqualTo(REPLICAS - 1);
        assertThat(before.row("cause", AT)).containsEntry("told", "3").doesNotContainKey("finished_at");
    }

    @Test
    void whatWasFinishedJustNowIsTakenAnewByNobody() {
        RunLedger first = ledger(lake.clients(), "first");
        first.claim("cause", AT, AGAIN);
        first.finish("cause", AT);
        RunLedger second = ledger(lake.clients(), "second", NIGHT.plus(AGAIN));
        assertThat(second.claim("cause", AT, AGAIN)).isEqualTo(Claim.FINISHED);
    }

    @Test
    @DisabledIf(value = MOTO, disabledReason = TWO_STEPS)
    void ofSixteenFirstVerdictsOneIsWritten() throws Exception {
        List<Boolean> written = Race.of(
                REPLICAS,
                (number, clients) -> ledger(clients, "same").recordFirst("verdict", AT, Map.of("by", "" + number)));
        assertThat(Collections.frequency(written, true)).isEqualTo(1);
        assertThat(ledger(lake.clients(), "reader").row("verdict", AT)).containsEntry("by", "" + written.indexOf(true));
    }

    @Test
    @DisabledIf(value = MOTO, disabledReason = TWO_STEPS)
    void ofSixteenDecisionsAboutTheSameVerdictOneIsWritten() throws Exception {
        ledger(lake.clients(), "first").recordFirst("verdict", AT, Map.of("status", "QUARANTINED", "score", "0.2"));
        List<Boolean> written = Race.of(
                REPLICAS,
                (number, clients) -> ledger(clients, "same")
                        .recordIf("verdict", AT, "status", "QUARANTINED", Map.of("status", "RELEASED-" + number)));
        assertThat(Collections.frequency(written, true)).isEqualTo(1);
        assertThat(ledger(lake.clients(), "reader").row("verdict", AT))
                .containsEntry("status", "RELEASED-" + written.indexOf(true))
                .containsEntry("score", "0.2");
    }

    @Test
    void aDecisionAboutWhatNobodyHasJudgedMakesNoRow() {
        RunLedger ledger = ledger(lake.clients(), "first");
        assertThat(ledger.recordIf("verdict", AT, "status", "QUARANTINED", Map.of("status", "RELEASED")))
                .isFalse();
        assertThat(ledger.row("verdict", AT)).isEmpty();
    }

    @Test
    void aVerdictAndADecisionWhoseAnswersAreLostOnTheirWayKnowThemselvesAgain() {
        RunLedger ledger = ledger(lake.clients(), "first");
        loseNextAnswer();
        assertThat(ledger.recordFirst("verdict", AT, Map.of("status", "QUARANTINED")))
                .isTrue();
        loseNextAnswer();
        assertThat(ledger.recordIf("verdict", AT, "status", "QUARANTINED", Map.of("status", "RELEASED")))
                .isTrue();
        assertThat(ledger.recordFirst("verdict", AT, Map.of("status", "QUARANTINED")))
                .isFalse();
        assertThat(ledger.row("verdict", AT)).containsEntry("status", "RELEASED");
    }
}
