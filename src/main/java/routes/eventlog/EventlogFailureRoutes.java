package routes.eventlog;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import routes.policy.Parking;
import routes.policy.Unit;

/**
 * What becomes of a group whose checkpoint cannot be saved: no failure of one group reaches the others.
 *
 * <pre>
 * | why                      | in the process                                       | then                                |
 * |--------------------------|------------------------------------------------------|-------------------------------------|
 * | somebody else was faster | read and merged again with back-off, up to ten times | as the next line                    |
 * | there is no time left    | nothing                                              | its files come again                |
 * | anything else            | nothing                                              | its files come again, with a reason |
 * </pre>
 */
public final class EventlogFailureRoutes extends RouteConfigurationBuilder {
    private final EventlogParts parts;

    public EventlogFailureRoutes(EventlogParts parts) {
        this.parts = parts;
    }

    @Override
    public void configuration() {
        routeConfiguration("eventlog-checkpoint")
            .onException(Overtaken.class)
                .maximumRedeliveries(10)
                .redeliveryDelay(200)
                .backOffMultiplier(2)
                .useExponentialBackOff()
                .maximumRedeliveryDelay(5_000)
                .useCollisionAvoidance()
                .logExhausted(false)
                .handled(true)
                .process(this::failed)
            .end()
            .onException(OutOfTime.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .handled(true)
                .process(this::left)
            .end()
            .onException(Throwable.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .handled(true)
                .process(this::failed)
            .end();
    }

    private void left(Exchange exchange) {
        parts.checkpointing().leave(EventlogRoutes.work(exchange), Unit.run(exchange));
        exchange.getMessage().setBody(EventlogRoutes.work(exchange));
    }

    private void failed(Exchange exchange) {
        exchange.getMessage().setBody(parts.checkpointing().failed(
            EventlogRoutes.work(exchange),
            Unit.run(exchange),
            Parking.failure(exchange)));
    }
}
