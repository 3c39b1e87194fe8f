package routes;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import routes.aws.Athena;
import routes.aws.MemoryRuns;
import routes.aws.MemoryS3;
import routes.aws.MemorySqs;
import routes.aws.MemoryTables;
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

/** What a pipeline works with, in memory: buckets, queues, the ledger and tables, and what was counted. */
public final class LakeInMemory implements Meter, AutoCloseable {
    public final MemoryS3 s3 = new MemoryS3();
    public final MemorySqs sqs = new MemorySqs();
    public final MemoryRuns runs = new MemoryRuns();
    public final MemoryTables tables = new MemoryTables();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Clock clock;

    public LakeInMemory(Clock clock) {
        this.clock = clock;
    }

    /** The same lake, whenever it is asked for. */
    public Lake lake() {
        Queues queues = new Queues(() -> sqs);
        return new Lake(
                queues,
                new ObjectStore(() -> s3),
                new Athena.Account(() -> {
                    throw new AssertionError("nobody here asks Athena");
                }),
                new ObjectReader(() -> s3),
                new RunLedger(() -> runs, "runs", "test", Duration.ofMinutes(5), clock),
                new Tables(() -> tables, "test", new SplittableRandom(2)::nextLong, clock),
                new Secrets(
                        () -> {
                            throw new AssertionError("nobody here has secrets");
                        },
                        Duration.ofMinutes(5),
                        clock),
                new Parking(queues, "-dlq", 5),
                this,
                new Spans(OpenTelemetry.noop()),
                workers,
                clock,
                "test",
                Duration.ofMinutes(5),
                new SplittableRandom(1)::nextLong);
    }

    /** What was counted so far, by name. */
    public Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        counts.merge(name, amount, Long::sum);
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        counts.put(name, value);
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        count(name, 1, dimensions);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
