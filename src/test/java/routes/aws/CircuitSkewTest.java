package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.ManualClock;
import routes.aws.CircuitAnswer.Probe;

/** Hosts whose clocks are not together, but not further apart than is borne. */
class CircuitSkewTest {
    private static final Instant T = Instant.parse("2026-11-20T01:00:00Z");
    private static final CircuitRules RULES = new CircuitRules(
            new TripRule.Consecutive(1), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(20));

    /** Who has the probe, by his own clock. */
    private record Held(Clock clock, Instant until) {}

    @Test
    void nobodyProbesBeforeTheLeaseIsOverOnTheClockOfItsHolder() {
        Cases.forAll(generator -> {
            MemoryDynamoDb table = new MemoryDynamoDb();
            ManualClock sun = new ManualClock(T);
            List<Clock> clocks = new ArrayList<>();
            List<SharedCircuit> hosts = new ArrayList<>();
            for (int host = 0; host < 5; host++) {
                int ahead = generator.number(0, (int) CircuitRules.SKEW.toMillis());
                Clock clock = sun.ahead(Duration.ofMillis(ahead));
                clocks.add(clock);
                hosts.add(new SharedCircuit(
                        () -> table, "circuits", "nifi", RULES, "host-" + host, new Random(host), clock));
            }
            hosts.get(0).failed(CircuitWords.permit(hosts.get(0).permit()).orElseThrow(), Optional.empty());
            sun.advance(RULES.cooldown().minus(CircuitRules.SKEW));

            List<Held> probes = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                sun.advance(Duration.ofMillis(generator.number(0, 1_000)));
                int host = generator.number(0, hosts.size() - 1);
                if (hosts.get(host).permit() instanceof Probe probe) {
                    if (!probes.isEmpty()) {
                        Held before = probes.get(probes.size() - 1);
                        assertThat(before.clock().instant()).isAfterOrEqualTo(before.until());
                    }
                    probes.add(new Held(clocks.get(host), probe.until()));
                }
            }
            assertThat(probes).hasSizeGreaterThan(3);
        });
    }
}
