package routes.policy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;
import routes.observe.Spans;

/**
 * The first step of every route that works on one message: keeps the message as a property, drops every header, fixes the
 * deadline, and opens the span and the log context, which end with the exchange.
 */
public final class UnitStart implements Processor {
    private final String pipeline;
    private final String routeId;
    private final Duration budget;
    private final Spans spans;
    private final Clock clock;

    public UnitStart(String pipeline, String routeId, Duration budget, Spans spans, Clock clock) {
        this.pipeline = pipeline;
        this.routeId = routeId;
        this.budget = budget;
        this.spans = spans;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Instant now = clock.instant();
        QueueMessage message = exchange.getMessage().getBody(QueueMessage.class);
        exchange.getMessage().removeHeaders("*");
        exchange.setProperty(Unit.MESSAGE, message);
        Instant budgetEnds = now.plus(budget);
        Instant batchEnds = exchange.getProperty(Unit.DEADLINE, budgetEnds, Instant.class);
        exchange.setProperty(Unit.DEADLINE, batchEnds.isBefore(budgetEnds) ? batchEnds : budgetEnds);
        MDC.put("pipeline", pipeline);
        MDC.put("routeId", routeId);
        MDC.put("messageId", message.id());
        Spans.Open span = spans.consume(routeId, message.attributes());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                span.end(done.getException());
                MDC.clear();
            }
        });
        if (!now.isBefore(batchEnds)) {
            // Not a failure of the message: however often it has come, nobody has tried it this time.
            exchange.getMessage().setBody(new Outcome.Retry(FailureKind.TRANSIENT, "no time left to begin", Optional.empty()));
            exchange.setRouteStop(true);
        }
    }
}
