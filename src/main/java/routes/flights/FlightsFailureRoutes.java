package routes.flights;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import routes.policy.EventSettling.Unsettled;
import routes.policy.FailureKind;
import routes.policy.Failures;
import routes.policy.Parking;
import routes.policy.Tries;
import routes.policy.Unit;

/**
 * What becomes of a fetch, and of a snapshot, that fails. Both are noted with the run.
 *
 * <pre>
 * | what               | kind          | in the process                       | then                                          |
 * |--------------------|---------------|--------------------------------------|-----------------------------------------------|
 * | a fetch            | transient     | tried again with back-off, in budget | fails; its breaker is told of every try       |
 * | a fetch            | anything else | no second try                        | fails                                         |
 * | an event's object  | any           | no second try                        | its event is parked, or its message comes again |
 * </pre>
 */
public final class FlightsFailureRoutes extends RouteConfigurationBuilder {
    private final FlightsParts parts;
    private final Tries tries;

    public FlightsFailureRoutes(FlightsParts parts) {
        this.parts = parts;
        this.tries = parts.tries();
    }

    @Override
    public void configuration() {
        routeConfiguration("flights-fetch")
            .onException(Throwable.class).onWhen(FlightsFailureRoutes::isTransient)
                .onExceptionOccurred(this::tried)
                .retryWhile(tries::another)
                .retryAttemptedLogLevel(LoggingLevel.OFF)
                .retriesExhaustedLogLevel(LoggingLevel.OFF)
                .logExhausted(false)
                .process(this::fetchFailed)
            .end()
            .onException(Throwable.class)
                .onExceptionOccurred(this::tried)
                .logExhausted(false)
                .process(this::fetchFailed)
            .end();
        routeConfiguration("flights-snapshot")
            .onException(Throwable.class)
                .logExhausted(false)
                .handled(true)
                .process(this::failed)
            .end();
    }

    private static boolean isTransient(Exchange exchange) {
        return Failures.kind(Parking.failure(exchange)) == FailureKind.TRANSIENT;
    }

    private void tried(Exchange exchange) {
        SkyRequestProcessor.ended(exchange).ifPresent(permit -> parts.gate().failed(permit, Parking.failure(exchange)));
        tries.afterFailure(exchange);
    }

    private void fetchFailed(Exchange exchange) {
        Throwable failure = Parking.failure(exchange);
        parts.executions().failed(Unit.run(exchange), "flights-fetch", failure);
        parts.numbers().failed(Failures.kind(failure));
        // The platform may ask again long before the lease has ended.
        Optional.ofNullable(exchange.getProperty(FlightsFetchRoutes.AT, Instant.class)).ifPresent(parts::letGo);
    }

    private void failed(Exchange exchange) {
        Throwable failure = Parking.failure(exchange);
        FailureKind kind = Failures.kind(failure);
        String step = exchange.getProperty(FlightsRoutes.STEP, String.class);
        if (step != null) {
            parts.executions().failed(Unit.run(exchange), step, failure);
        }
        parts.numbers().failed(kind);
        parts.log(kind, FlightsRoutes.event(exchange), failure);
        Optional<Duration> after = Tries.wish(failure);
        exchange.getMessage().setBody(new Unsettled(kind, Failures.reason(failure), after));
    }
}
