package routes.policy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The same for a queue whose messages may be received more often. */
    public Parking after(int receives) {
        return new Parking(queues, suffix, receives);
    }

    /**
     * A message on its way to the dead-letter queue.
     *
     * @param message as it was received
     * @param body what of it is to be parked
     * @param route in which it failed
     * @param runId of the run that it belongs to, or none
     */
    public record Letter(QueueMessage message, String body, String route, String runId) {

        /** The whole message. */
        public Letter(QueueMessage message, String route, String runId) {
            this(message, message.body(), route, runId);
        }

        /** Only a part of the message is to be parked. */
        public Letter with(String part) {
            return new Letter(message, part, route, runId);
        }
    }

    /**
     * Parks a message.
     *
     * @return {@link Outcome.Parked}, once it lies there
     * @throws Transient when it could not be put there
     */
    public Outcome park(Letter letter, FailureKind kind, String reason) {
        QueueMessage message = letter.message();
        Map<String, String> attributes = new LinkedHashMap<>(message.attributes());
        attributes.put("error_kind", kind.toString());
        attributes.put("error", reason);
        attributes.put("failed_route", letter.route());
        attributes.put("attempts", Integer.toString(message.receives()));
        attributes.put("run_id", letter.runId());
        Map<Integer, String> failed =
            queues.send(message.queue() + suffix, List.of(new Queues.Outgoing(letter.body(), attributes)));
        if (!failed.isEmpty()) {
            throw new Transient("message could not be parked: " + failed.get(0), (Duration) null);
        }
        LOG.atError()
            .addKeyValue("errorKind", kind)
            .addKeyValue("queue", message.queue())
            .addKeyValue("attempts", message.receives())
            .log("message parked: {}", reason);
        return new Outcome.Parked(kind, reason);
    }

    /** Leaves a message on its queue, or parks it when it has been received often enough. */
    public Outcome giveBack(Letter letter, FailureKind kind, String reason, Optional<Duration> after) {
        QueueMessage message = letter.message();
        if (message.receives() >= maxReceives) {
            return park(letter, kind, reason);
        }
        LOG.atWarn()
            .addKeyValue("queue", message.queue())
            .addKeyValue("receives", message.receives())
            .log("message left on its queue: {}", reason);
        return new Outcome.Retry(kind, reason, after);
    }

    /** Parks the message of the exchange with the reason of its failure. */
    void park(Exchange exchange) {
        Throwable failure = failure(exchange);
        exchange.getMessage().setBody(park(letter(exchange), Failures.kind(failure), Failures.reason(failure)));
    }

    /** Leaves the message of the exchange on its queue, or parks it when it has been received often enough. */
    void giveBack(Exchange exchange) {
        Throwable failure = failure(exchange);
        if (Failures.kind(failure) == FailureKind.BUG) {
            LOG.error("a bug: message left on its queue", failure);
        }
        exchange.getMessage().setBody(
            giveBack(letter(exchange), Failures.kind(failure), Failures.reason(failure), Tries.wish(failure)));
    }

    private static Letter letter(Exchange exchange) {
        return new Letter(
            Unit.message(exchange),
            exchange.getProperty(ExchangePropertyKey.FAILURE_ROUTE_ID, exchange.getFromRouteId(), String.class),
            exchange.getProperty(Unit.RUN, "none", String.class));
    }

    /** What the exchange has failed with. */
    public static Throwable failure(Exchange exchange) {
        Throwable thrown = exchange.getException();
        return thrown != null ? thrown : exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    }
}
