package routes.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Expression;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.Queues;
import routes.observe.Meter;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.Gate;
import routes.policy.Lake;
import routes.policy.Outcome;
import routes.policy.QueueMessage;
import routes.policy.Weight;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The messages that one queue door has in hand: received, not yet settled. It keeps them invisible by extending all of
 * them every third of the visibility time-out, lets no poll start while the hand is full, and settles a batch by its
 * outcomes: done and parked messages are deleted, those to be retried stay.
 */
final class Hand extends ServiceSupport implements PollingConsumerPollStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(Hand.class);
    private static final String HAND = "lake.hand";
    private static final Duration LONGEST_BATCH = Duration.ofHours(11);

    private final String queue;
    private final Measure measure;
    private final Gate gate;
    private final Weight weight;
    private final Queues queues;
    private final LakeSettings.Door door;
    private final int room;
    private final Meter meter;
    private final Clock clock;
    private final Map<String, QueueMessage> inHand = new ConcurrentHashMap<>();
    private final ScheduledExecutorService heartbeat =
            Executors.newSingleThreadScheduledExecutor(new Threads("visibility"));

    Hand(String queue, Measure measure, Gate gate, Weight weight, LakeSettings.Door door, Lake lake) {
        this.queue = queue;
        this.measure = measure;
        this.gate = gate;
        this.weight = weight;
        this.queues = lake.queues();
        this.door = door;
        this.room = Math.max(measure.receive(), measure.messages()) * (door.batches() + 1);
        this.meter = lake.meter();
        this.clock = lake.clock();
    }

    @Override
    protected void doStart() {
        long period = door.visibility().dividedBy(3).toMillis();
        heartbeat.scheduleAtFixedRate(this::extend, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        heartbeat.shutdownNow();
    }

    /** Takes a received message in hand. */
    public void take(Exchange exchange) {
        Received received = Received.of(exchange.getMessage(), queue, weight);
        inHand.put(received.handle(), received.message());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(received);
        exchange.setProperty(HAND, this);
    }

    /**
     * Whether what was collected is a batch already. The hand is asked that took the messages: a template's expressions are
     * one for all the routes that are made of it, and would ask the first one's.
     */
    static boolean isFull(Exchange exchange) {
        // The strategy makes it the body only when the batch is complete.
        return of(exchange).measure.isReached(exchange.getProperty(ExchangePropertyKey.GROUPED_EXCHANGE, List.class));
    }

    /** Milliseconds after which what was collected is a batch, full or not; of the hand that took the messages, too. */
    static Expression patience() {
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                return of(exchange).measure.patience().toMillis();
            }
        };
    }

    private static Hand of(Exchange exchange) {
        return exchange.getProperty(HAND, Hand.class);
    }

    /** Makes a batch of what was collected. A message that came twice is worked once, under its later handle. */
    public void open(Exchange exchange) {
        Map<String, Received> byId = new LinkedHashMap<>();
        List<String> handles = new ArrayList<>();
        for (Object body : exchange.getMessage().getBody(List.class)) {
            Received received = (Received) body;
            handles.add(received.handle());
            byId.put(received.message().id(), received);
        }
        exchange.setProperty("lake.received", byId);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                letGo(handles);
            }
        });
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setBody(new Batch(
                        byId.values().stream().map(Received::message).toList(),
                        clock.instant().plus(LONGEST_BATCH)));
    }

    /** Settles a batch by its result. */
    @SuppressWarnings("unchecked")
    public void settle(Exchange exchange) {
        BatchResult result = exchange.getMessage().getBody(BatchResult.class);
        Map<String, Received> byId = exchange.getProperty("lake.received", Map.class);
        List<String> settled = new ArrayList<>();
        Map<Duration, List<String>> later = new LinkedHashMap<>();
        byId.values().forEach(received -> {
            Outcome outcome = result.of(received.message());
            if (outcome.acknowledged()) {
                settled.add(received.handle());
            } else if (outcome instanceof Outcome.Retry retry && retry.after().isPresent()) {
                later.computeIfAbsent(retry.after().get(), after -> new ArrayList<>())
                        .add(received.handle());
            }
        });
        // Out of hand first, and not while a beat is under way: it would undo the time that the source asked for.
        synchronized (heartbeat) {
            byId.values().forEach(received -> inHand.remove(received.handle()));
        }
        later.forEach((after, handles) -> report("hidden", queues.hide(queue, handles, after)));
        report("deleted", queues.delete(queue, settled));
        LOG.atInfo()
                .addKeyValue("queue", queue)
                .addKeyValue("result", result.summary())
                .log("batch settled");
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        // The gate may ask somebody: not while others wait to take messages out of the hand.
        return waitForRoom() && gate.opens();
    }

    private boolean waitForRoom() {
        synchronized (inHand) {
            try {
                for (int waits = 0; waits < 10 && !hasRoom(); waits++) {
                    inHand.wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return hasRoom();
        }
    }

    private boolean hasRoom() {
        return inHand.size() + measure.receive() <= room;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        gate.received(polledMessages);
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        gate.received(0);
        LOG.atWarn()
                .addKeyValue("queue", queue)
                .log("receive failed, it is tried again: {}", cause.getClass().getSimpleName());
        return false;
    }

    private void letGo(List<String> handles) {
        handles.forEach(inHand::remove);
        synchronized (inHand) {
            inHand.notifyAll();
        }
    }

    private void extend() {
        try {
            synchronized (heartbeat) {
                List<String> handles = List.copyOf(inHand.keySet());
                if (!handles.isEmpty()) {
                    report("extended", queues.hide(queue, handles, door.visibility()));
                }
            }
        } catch (SdkException e) {
            // The next beat comes well before the time-out ends; a thrown one would be the last.
            LOG.atWarn()
                    .addKeyValue("queue", queue)
                    .log("visibility not extended: {}", e.getClass().getSimpleName());
        }
    }

    private void report(String verb, Map<String, String> failed) {
        if (!failed.isEmpty()) {
            meter.count("messages_not_" + verb, failed.size(), "queue", queue);
            LOG.atWarn()
                    .addKeyValue("queue", queue)
                    .log(
                            "{} messages not {}: {}",
                            failed.size(),
                            verb,
                            failed.values().iterator().next());
        }
    }
}
