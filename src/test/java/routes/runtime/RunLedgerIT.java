package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    private final TestLake lake = new TestLake();

    @AfterEach
    void close() {
        lake.close();
    }

    private RunLedger ledger(Clients clients, String owner) {
        Clock night = Clock.fixed(Instant.parse("2026-11-20T01:00:10Z"), ZoneOffset.UTC);
        return new RunLedger(clients::dynamoDb, lake.table(), owner, Duration.ofMinutes(5), night);
    }

    private Claim claim(int replica, CyclicBarrier start) throws Exception {
        try (Clients clients = new Clients("us-east-1", java.util.Optional.of(TestLake.Ends.AWS))) {
            start.await();
            return ledger(clients, "replica-" + replica).claim("ingest-plan", AT);
        }
    }

    @Test
    @DisabledIf(
            value = "routes.runtime.TestLake$Ends#areMoto",
            disabledReason =
                    "Moto looks at the condition of an update and writes in two steps: of racing ones two may win")
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
}
