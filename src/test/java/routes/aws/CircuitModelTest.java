package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.ManualClock;

/** Many workers in any order, against a circuit that keeps everything. */
class CircuitModelTest {
    private static final int STEPS = 400;

    /** A call that was allowed: what it carries, and the number that the model gave it. */
    private record Call(Permit permit, int ticket) {}

    /** One worker's next word to the circuit, and the same word to the model. */
    private interface Word {
        void say();
    }

    /** Workers who ask, who are answered late, twice or never, who fail with wishes and give back. */
    private static final class Workers {
        private final Cases generator;
        private final PlainCircuit plain;
        private final List<SharedCircuit> circuits = new ArrayList<>();
        private final List<Call> calls = new ArrayList<>();
        private final int failing;
        private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T01:00:00Z"));

        Workers(Cases generator, MemoryDynamoDb table) {
            CircuitRules rules = CircuitCases.rules(generator);
            this.generator = generator;
            this.plain = new PlainCircuit(rules);
            this.failing = generator.number(10, 90);
            for (int worker = 0; worker < 4; worker++) {
                circuits.add(
                        new SharedCircuit(() -> table, "circuits", "nifi", rules, "worker", new Random(worker), clock));
            }
        }

        void waitAWhile() {
            clock.set(CircuitCases.later(generator, circuits.get(0).state(), clock.instant()));
        }

        Word next() {
            SharedCircuit circuit = circuits.get(generator.number(0, circuits.size() - 1));
            if (calls.isEmpty() || generator.number(1, 2) == 1) {
                return () -> ask(circuit);
            }
            int chosen = generator.number(0, calls.size() - 1);
            Call call = generator.number(1, 20) == 1 ? calls.get(chosen) : calls.remove(chosen);
            if (generator.number(1, 20) == 1) {
                return () -> release(circuit, call);
            }
            Optional<Duration> wish = CircuitCases.wish(generator);
            return generator.number(1, 100) > failing ? () -> succeed(circuit, call) : () -> fail(circuit, call, wish);
        }

        private void ask(SharedCircuit circuit) {
            CircuitAnswer answer = circuit.permit();
            assertThat(CircuitWords.of(answer)).isEqualTo(plain.ask(clock.instant()));
            CircuitWords.permit(answer).ifPresent(given -> calls.add(new Call(given, plain.ticket())));
        }

        private void succeed(SharedCircuit circuit, Call call) {
            CircuitChange change = circuit.succeeded(call.permit());
            assertThat(CircuitWords.of(change)).isEqualTo(plain.succeeded(call.ticket(), clock.instant()));
        }

        private void fail(SharedCircuit circuit, Call call, Optional<Duration> wish) {
            CircuitChange change = circuit.failed(call.permit(), wish);
            assertThat(CircuitWords.of(change)).isEqualTo(plain.failed(call.ticket(), wish, clock.instant()));
        }

        private void release(SharedCircuit circuit, Call call) {
            assertThat(circuit.release(call.permit())).isEqualTo(new CircuitChange.Nothing());
            plain.released(call.ticket(), clock.instant());
        }

        void compare(int step) {
            assertThat(CircuitWords.of(circuits.get(0).state()))
                    .as("after step " + step)
                    .isEqualTo(plain.state());
        }
    }

    @Test
    void inAnyOrderOfAnswersItGoesTheWayOfACircuitThatKeepsEverything() {
        Cases.forAll(generator -> {
            Workers workers = new Workers(generator, new MemoryDynamoDb());
            for (int step = 0; step < STEPS; step++) {
                if (generator.number(1, 10) == 1) {
                    workers.waitAWhile();
                }
                workers.next().say();
                workers.compare(step);
            }
        });
    }

    /** Who is overtaken between his look and his write has come second, and nothing is lost or told twice. */
    @Test
    void workersWhoOvertakeEachOtherLeaveWhatTheSameWorkersLeaveOneByOne() {
        Cases.forAll(generator -> {
            MemoryDynamoDb table = new MemoryDynamoDb();
            Workers workers = new Workers(generator, table);
            for (int step = 0; step < STEPS; step++) {
                if (generator.number(1, 10) == 1) {
                    workers.waitAWhile();
                }
                Word slow = workers.next();
                Word quick = workers.next();
                table.beforeNextPut(quick::say);
                slow.say();
                table.beforeNextPut(() -> {});
                workers.compare(step);
            }
        });
    }
}
