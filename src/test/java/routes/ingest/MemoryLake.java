package routes.ingest;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.DeafDynamoDb;
import routes.aws.MemoryS3;
import routes.aws.MemorySqs;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.aws.Secrets;
import routes.aws.Tables;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.Lake;
import routes.policy.Parking;

/** The pipeline's parts over buckets and queues in memory, and what they count. */
final class MemoryLake implements Meter {
    final MemoryS3 s3 = new MemoryS3();
    final MemorySqs sqs = new MemorySqs();
    final Parking parking = new Parking(queues(), "-dlq", 5);
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    IngestParts parts(IngestSettings settings, Clock clock) {
        Lake lake = new Lake(
                queues(),
                new ObjectStore(() -> s3),
                new Athena.Account(() -> {
                    throw new AssertionError("nobody here asks Athena");
                }),
                new Alerts.Account(
                        () -> {
                            throw new AssertionError("nobody here raises alerts");
                        },
                        new RunLedger(DeafDynamoDb::new, "runs", "test", Duration.ofMinutes(5), clock),
                        clock),
                new ObjectReader(() -> s3),
                new RunLedger(DeafDynamoDb::new, "runs", "test", Duration.ofMinutes(5), clock),
                new Tables(DeafDynamoDb::new, "test", new SplittableRandom(2)::nextLong, clock),
                new Secrets(
                        () -> {
                            throw new IllegalStateException("this test has no secrets");
                        },
                        Duration.ofMinutes(5),
                        clock),
                parking,
                this,
                new Spans(OpenTelemetry.noop()),
                Executors.newFixedThreadPool(4),
                clock,
                "test",
                java.time.Duration.ofMinutes(5),
                new SplittableRandom(1)::nextLong);
        return IngestParts.of(lake, settings, Path.of(System.getProperty("java.io.tmpdir")));
    }

    private Queues queues() {
        return new Queues(() -> sqs);
    }

    /** What was counted so far, by name. */
    Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        counts.merge(name, amount, Long::sum);
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        // Nobody here asks for it.
    }

    @Override
    public void value(String name, double value, String... dimensions) {
        // Nobody here asks for it.
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        count(name, 1, dimensions);
    }
}
