package infra.functions;

import infra.environment.Deployment;
import infra.product.Step;
import java.time.Duration;

/** How much of its time a fetch of flights keeps back: a try that has begun must be able to end. */
final class Fetching {
    private static final Duration TO_STORE = Duration.ofSeconds(5);

    private Fetching() {}

    /** As configured, or as long as the slowest answer takes that is waited for if that is more. */
    static Duration reserve(Deployment deployment) {
        Duration slowest = deployment
                .duration("flights.connect-timeout")
                .plus(deployment.duration("flights.response-timeout"))
                .plus(TO_STORE);
        Duration timeout = deployment.environment().shape(Step.FLIGHTS_FETCH).timeout();
        if (slowest.compareTo(timeout) >= 0) {
            throw new IllegalArgumentException("time-out of " + Step.FLIGHTS_FETCH.title() + " is "
                    + timeout.toSeconds() + " s, expected more than the " + slowest.toSeconds()
                    + " s that one answer may take");
        }
        Duration configured = deployment.duration("lake.lambda-reserve");
        return configured.compareTo(slowest) > 0 ? configured : slowest;
    }
}
