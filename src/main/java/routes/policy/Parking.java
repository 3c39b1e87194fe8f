package routes.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.Queues;

/**
 * Puts a message that will not succeed on its dead-letter queue, as it came, with {@code error_kind}, {@code error},
 * {@code failed_route}, {@code attempts} and {@code run_id} as attributes. Only when it lies there is it
 * {@link Outcome.Parked}; when it cannot be put there, it stays where it is.
 */
public final class Parking {
    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    private final Queues queues;
    private final String suffix;
    private final int maxReceives;

    /**
     * @param suffix the dead-letter queue of a queue has its name with this behind it
     * @param maxReceives on this receive the core parks; the queue's own redrive stands one higher
     */
    public Parking(Queues queues, String suffix, int maxReceives) {
        this.queues = queues;
        this.suffix = suffix;
        this.maxReceives = maxReceives;
    }

    /** Parks the message of the exchange with the reason of its failure. */
    void park(Exchange exchange) {
        Throwable failure = failure(exchange);
        FailureKind kind = Failures.kind(failure);
        String reason = Failures.reason(failure);
        QueueMessage message = Unit.message(exchange);
        Map<String, String> attributes = new LinkedHashMap<>(message.attributes());
        attributes.put("error_kind", kind.toString());
        attributes.put("error", reason);
        attributes.put("failed_route", exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID, exchange.getFromRouteId(), String.class));
        attributes.put("attempts", Integer.toString(message.receives()));
        attributes.put("run_id", exchange.getProperty(Unit.RUN, "none", String.class));
        Map<Integer, String> failed =
            queues.send(message.queue() + suffix, List.of(new Queues.Outgoing(message.body(), attributes)));
        if (!failed.isEmpty()) {
            throw new Transient("message could not be parked: " + failed.get(0), failure);
        }
        LOG.atError()
            .addKeyValue("errorKind", kind)
            .addKeyValue("queue", message.queue())
            .addKeyValue("attempts", message.receives())
            .log("message parked: {}", reason);
        exchange.getMessage().setBody(new Outcome.Parked(kind, reason));
    }

    /** Leaves the message on its queue, or parks it when it has been received often enough. */
    void giveBack(Exchange exchange) {
        Throwable failure = failure(exchange);
        QueueMessage message = Unit.message(exchange);
        String reason = Failures.reason(failure);
        if (Failures.kind(failure) == FailureKind.BUG) {
            LOG.error("a bug: message left on its queue", failure);
        }
        if (message.receives() >= maxReceives) {
            park(exchange);
            return;
        }
        LOG.atWarn()
            .addKeyValue("queue", message.queue())
            .addKeyValue("receives", message.receives())
            .log("message left on its queue: {}", reason);
        exchange.getMessage().setBody(new Outcome.Retry(Failures.kind(failure), reason, Tries.wish(failure)));
    }

    static Throwable failure(Exchange exchange) {
        Throwable thrown = exchange.getException();
        return thrown != null ? thrown : exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    }
}
