package routes.policy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;

/**
 * The circuit breaker of one process, for as long as the one that the fleet shares cannot be read. It is bound to the
 * registry and named in the route:
 *
 * <pre>
 * .circuitBreaker()
 *     .resilience4jConfiguration().circuitBreaker("nifi").throwExceptionWhenHalfOpenOrOpenState(true).end()
 *     .to("direct:aggregator-post")
 * .end()
 * </pre>
 *
 * <p>Which failures count is said here and not in the route: what the route's own configuration ignores, or does not
 * record, goes on as a success. It must throw when it refuses, or a refused call goes on as one that was made. And it has
 * no time-out, which would leave the call running: the HTTP client has one.
 */
public final class LocalCircuit {

    private LocalCircuit() {}

    /**
     * Opens after so many transient failures in a row, is tried by one call after the cool-down, and closes when that
     * succeeds. What the other end refuses for good, and our own bugs, say nothing of its health and do not count.
     *
     * @param failures at least 1
     */
    public static CircuitBreaker of(String name, int failures, Duration cooldown, Clock clock) {
        return CircuitBreaker.of(name, CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(failures)
            .minimumNumberOfCalls(failures)
            .failureRateThreshold(100)
            .waitDurationInOpenState(cooldown)
            .permittedNumberOfCallsInHalfOpenState(1)
            .ignoreException(failure -> Failures.kind(failure) != FailureKind.TRANSIENT)
            .clock(clock)
            .build());
    }
}
