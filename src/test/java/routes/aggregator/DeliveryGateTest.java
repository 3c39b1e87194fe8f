package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.aws.CircuitAnswer;
import routes.aws.CircuitRules;
import routes.aws.CircuitState;
import routes.aws.Permit;
import routes.aws.SharedCircuit;
import routes.aws.TripRule;

/** When a process may receive deliveries: two processes share a circuit that opens at the first failure for a minute. */
class DeliveryGateTest {
    private final MemoryAggregator lake = new MemoryAggregator();
    private final DeliveryGate one = new DeliveryGate(circuit("one"), lake.clock);
    private final DeliveryGate other = new DeliveryGate(circuit("other"), lake.clock);

    private SharedCircuit circuit(String holder) {
        CircuitRules rules = new CircuitRules(
                new TripRule.Consecutive(1), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(30));
        return new SharedCircuit(
                () -> lake.dynamoDb, "circuits", "nifi", rules, holder, new java.util.Random(1)::nextLong, lake.clock);
    }

    private void open() {
        SharedCircuit circuit = circuit("caller");
        Permit permit = ((CircuitAnswer.Allowed) circuit.permit()).permit();
        circuit.failed(permit, Optional.empty());
    }

    @Test
    void itIsOpenAsLongAsTheCircuitIsClosed() {
        assertThat(one.opens()).isTrue();
        assertThat(one.opens()).isTrue();
        assertThat(one.take()).isEmpty();
    }

    @Test
    void whenTheCircuitHasOpenedItClosesWithinASecond() {
        assertThat(one.opens()).isTrue();
        open();
        lake.pass(Duration.ofSeconds(1));
        assertThat(one.opens()).isFalse();
        lake.pass(Duration.ofSeconds(30));
        assertThat(one.opens()).isFalse();
    }

    @Test
    void afterTheCoolDownOneProcessReceivesOneMessageAndTheOthersWait() {
        open();
        assertThat(one.opens()).isFalse();
        lake.pass(Duration.ofSeconds(61));
        assertThat(one.opens()).isTrue();
        assertThat(one.opens()).isFalse();
        assertThat(other.opens()).isFalse();
        one.received(1);
        assertThat(one.take())
                .hasValueSatisfying(permit -> assertThat(permit.probe()).isTrue());
    }

    @Test
    void whoFindsNoMessageToProbeWithLetsAnotherTry() {
        open();
        lake.pass(Duration.ofSeconds(61));
        assertThat(one.opens()).isTrue();
        one.received(0);
        assertThat(other.opens()).isTrue();
        assertThat(other.take()).isPresent();
    }

    @Test
    void aCircuitThatCannotBeReadLeavesItToTheDelivery() {
        lake.dynamoDb.refuseTable("circuits");
        assertThat(one.opens()).isTrue();
        assertThat(one.take()).isEmpty();
    }

    @Test
    void afterAProbeThatSucceededEverybodyReceives() {
        open();
        lake.pass(Duration.ofSeconds(61));
        assertThat(one.opens()).isTrue();
        circuit("one").succeeded(one.take().orElseThrow());
        lake.pass(Duration.ofSeconds(10));
        assertThat(one.opens()).isTrue();
        assertThat(other.opens()).isTrue();
        assertThat(circuit("any").state()).isInstanceOf(CircuitState.Closed.class);
    }
}
