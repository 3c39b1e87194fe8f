package infra.messaging;

import infra.environment.Deployment;
import infra.environment.Shape;
import infra.product.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A queue that a step receives from; its dead-letter queue stands beside it.
 *
 * @param id in the template
 * @param name of the queue
 * @param step that receives from it
 * @param batch messages that a function is given at most
 * @param window how long they are collected
 * @param concurrency functions at the same time; 2 is the least that AWS allows
 * @param receives after which SQS itself moves a message
 * @param retention how long it keeps a message
 * @param oldest age of a message at which somebody is told
 * @param bucket whose notifications it takes; empty: none
 */
public record QueuePlan(
        String id,
        String name,
        Step step,
        int batch,
        Duration window,
        int concurrency,
        int receives,
        Duration retention,
        Duration oldest,
        Optional<String> bucket) {
    /** One more than the receive on which the program parks a message with its reason. */
    private static final int RECEIVES = 6;

    /** To wait for NiFi costs receives; SQS allows no more of them. */
    private static final int PATIENT = 1_000;

    private static final Duration SHORT = Duration.ofDays(4);
    private static final Duration LONG = Duration.ofDays(14);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    public QueuePlan {
        if (concurrency < 2 || concurrency > 1000) {
            throw new IllegalArgumentException(
                    "concurrency of " + name + " is " + concurrency + ", expected 2 to 1000, as AWS allows");
        }
        if (batch > 10 && window.toSeconds() < 1) {
            throw new IllegalArgumentException("batch of " + name + " is " + batch
                    + " without a window, expected one of a second at least, as AWS demands");
        }
    }

    /** How long a received message is hidden: six times what its function may take, and the time of collecting. */
    public Duration visibility(Shape shape) {
        return shape.timeout().multipliedBy(6).plus(window);
    }

    /** All queues of a deployment. */
    public static List<QueuePlan> of(Deployment deployment) {
        List<QueuePlan> plans = new ArrayList<>();
        for (String source : deployment.list("ingest.sources")) {
            String name = deployment.of("ingest.sources", "ingest.source-default", source, "queue");
            plans.add(of("Ingest" + word(source), name, Step.INGEST_FETCH).oldest(FIVE_MINUTES));
        }
        plans.add(of("AggregatorEvents", deployment.get("aggregator.events-queue"), Step.AGGREGATOR_BUNDLE)
                .collecting(99, Duration.ofSeconds(5), 10)
                .keeping(deployment.duration("aggregator.events-retention"))
                .from("aggregator.landing-bucket"));
        plans.add(of("AggregatorDeliveries", deployment.get("aggregator.deliveries-queue"), Step.AGGREGATOR_DELIVER)
                .collecting(1, Duration.ZERO, 5)
                .patient());
        plans.add(of("ExportEvents", deployment.get("export.events-queue"), Step.EXPORT_REQUEST)
                .collecting(1, Duration.ZERO, 5)
                .from("export.bucket"));
        plans.add(of("EventlogEvents", deployment.get("eventlog.events-queue"), Step.EVENTLOG_COLLECT)
                .collecting(1000, FIVE_MINUTES, 2)
                .oldest(HOUR.multipliedBy(2))
                .from("eventlog.source-bucket"));
        plans.add(of("FlightsRawEvents", deployment.get("flights.raw-events-queue"), Step.FLIGHTS_CONVERT)
                .collecting(1, Duration.ZERO, 5)
                .from("flights.raw-bucket"));
        plans.add(of("FlightsProcessedEvents", deployment.get("flights.processed-events-queue"), Step.FLIGHTS_VALIDATE)
                .collecting(1, Duration.ZERO, 3)
                .from("flights.processed-bucket"));
        return plans;
    }

    private static QueuePlan of(String id, String name, Step step) {
        return new QueuePlan(id, name, step, 10, Duration.ZERO, 2, RECEIVES, SHORT, HOUR, Optional.empty());
    }

    private QueuePlan collecting(int messages, Duration time, int atOnce) {
        return new QueuePlan(id, name, step, messages, time, atOnce, receives, retention, oldest, bucket);
    }

    private QueuePlan oldest(Duration age) {
        return new QueuePlan(id, name, step, batch, window, concurrency, receives, retention, age, bucket);
    }

    private QueuePlan keeping(Duration time) {
        return new QueuePlan(id, name, step, batch, window, concurrency, receives, time, oldest, bucket);
    }

    private QueuePlan patient() {
        return new QueuePlan(id, name, step, batch, window, concurrency, PATIENT, LONG, oldest, bucket);
    }

    private QueuePlan from(String bucketKey) {
        return new QueuePlan(
                id, name, step, batch, window, concurrency, receives, retention, oldest, Optional.of(bucketKey));
    }

    /** {@code api-a} as {@code ApiA}. */
    private static String word(String source) {
        StringBuilder word = new StringBuilder();
        for (String part : source.split("-")) {
            word.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return word.toString();
    }
}
