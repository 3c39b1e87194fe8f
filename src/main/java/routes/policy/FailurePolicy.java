package routes.policy;

import org.apache.camel.LoggingLevel;
import org.apache.camel.Predicate;
import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * What becomes of a message that fails, for the routes that opt in by {@code <pipeline>-message}:
 *
 * <pre>
 * | kind      | in the process                       | then                                                     |
 * |-----------|--------------------------------------|----------------------------------------------------------|
 * | poison    | no second try                        | parked on the dead-letter queue with its reason          |
 * | transient | tried again with back-off, in budget | left on the queue, from the fifth receive on parked      |
 * | bug       | no second try, logged as an error    | left on the queue, from the fifth receive on parked      |
 * </pre>
 */
public final class FailurePolicy extends RouteConfigurationBuilder {
    private final String pipeline;
    private final Tries tries;
    private final Parking parking;

    public FailurePolicy(String pipeline, Tries tries, Parking parking) {
        this.pipeline = pipeline;
        this.tries = tries;
        this.parking = parking;
    }

    @Override
    public void configuration() {
        routeConfiguration(pipeline + "-message")
            .onException(Throwable.class).onWhen(is(FailureKind.POISON))
                .handled(true)
                .process(parking::park)
            .end()
            .onException(Throwable.class).onWhen(is(FailureKind.TRANSIENT))
                .onExceptionOccurred(tries::afterFailure)
                .retryWhile(tries::another)
                .retryAttemptedLogLevel(LoggingLevel.OFF)
                .retriesExhaustedLogLevel(LoggingLevel.OFF)
                .logExhausted(false)
                .handled(true)
                .process(parking::giveBack)
            .end()
            .onException(Throwable.class)
                .logExhausted(false)
                .handled(true)
                .process(parking::giveBack)
            .end();
    }

    private static Predicate is(FailureKind kind) {
        return exchange -> Failures.kind(Parking.failure(exchange)) == kind;
    }
}
