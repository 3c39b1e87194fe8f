package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same events through the doors of a process and through Lambdas: the same is left of them. */
class AggregatorDoorsIT {

    @ParameterizedTest
    @EnumSource(value = AggregatorSituation.class, mode = EnumSource.Mode.EXCLUDE, names = "CIRCUIT_OPEN")
    void bothDoorsLeaveTheSameBundlesRowsMessagesAndDeliveries(AggregatorSituation situation) throws Exception {
        assumeTrue(TestLake.Ends.LOCAL || !situation.needsGateway(), "only the local cloud's gateway can refuse calls");
        AggregatorWorld process = situation.through(AggregatorDoor.Kind.PROCESS);
        AggregatorWorld lambda = situation.through(AggregatorDoor.Kind.LAMBDA);
        assertThat(lambda).isEqualTo(process);
    }

    /** A process does not receive then, a Lambda has to: what it puts back it counts as not done. */
    @Test
    void anOpenCircuitLeavesTheSameBehindBothDoorsButForWhatTheyCount() throws Exception {
        AggregatorWorld process = AggregatorSituation.CIRCUIT_OPEN.through(AggregatorDoor.Kind.PROCESS);
        AggregatorWorld lambda = AggregatorSituation.CIRCUIT_OPEN.through(AggregatorDoor.Kind.LAMBDA);
        assertThat(lambda.uncounted()).isEqualTo(process.uncounted());
        assertThat(process.counted()).doesNotContainKey("failures{pipeline=aggregator}{kind=outage}");
    }
}
