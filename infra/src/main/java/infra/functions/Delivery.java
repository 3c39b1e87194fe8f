package infra.functions;

import infra.environment.Deployment;
import infra.product.Step;
import java.time.Duration;

/**
 * How long a delivery may wait for NiFi. A POST that the end of its function cuts off would look like a NiFi that is
 * down, and open the circuit.
 */
final class Delivery {
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private Delivery() {}

    /** As configured, or what the function's time leaves for it if that is less. */
    static Duration timeout(Deployment deployment) {
        Duration left = deployment
                .environment()
                .shape(Step.AGGREGATOR_DELIVER)
                .timeout()
                .minus(deployment.duration("lake.lambda-reserve"))
                .minus(deployment.duration("aggregator.nifi-connect-timeout"))
                .minus(MARGIN);
        Duration configured = deployment.duration("aggregator.nifi-timeout");
        if (left.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException("time-out of " + Step.AGGREGATOR_DELIVER.title() + " leaves "
                    + left.toSeconds() + " s for NiFi, expected 10 s at least");
        }
        return configured.compareTo(left) > 0 ? left : configured;
    }
}
