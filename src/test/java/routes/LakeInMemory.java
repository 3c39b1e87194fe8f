package routes;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.MemoryRuns;
import routes.aws.MemoryS3;
import routes.aws.MemorySecrets;
import routes.aws.MemorySns;
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
import software.amazon.awssdk.services.athena.AthenaClient;

/**
 * What a pipeline works with, in memory: buckets, queues, topics, secrets, the ledger and tables, and what was counted.
 */
public final class LakeInMemory implements Meter, AutoCloseable {
    public volatile MemoryS3 s3 = new MemoryS3();
    public volatile MemorySqs sqs = new MemorySqs();
    public final MemorySns sns = new MemorySns();
    public volatile MemoryRuns runs = new MemoryRuns();
    public volatile MemoryTables tables = new MemoryTables();
    public final MemorySecrets secrets = new MemorySecrets();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Map<String, List<Double>> values = new ConcurrentHashMap<>();
    private final ExecutorService workers = workers();
    private final Clock clock;

    public LakeInMemory(Clock clock) {
        this.clock = clock;
    }

    /** Four, who go home when there is nothing to do: property tests make a lake for each case. */
    private static ExecutorService workers() {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(4, 4, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    /** The same lake, whenever it is asked for. */
    public Lake lake() {
        return lake(() -> {
            throw new AssertionError("nobody here asks Athena");
        });
    }

    /** The same with somebody who answers queries. */
    public Lake lake(Supplier<AthenaClient> athena) {
        Queues queues = new Queues(() -> sqs);
        return new Lake(
                queues,
                new ObjectStore(() -> s3),
                new Athena.Account(athena),
                new Alerts.Account(
                        () -> sns, new RunLedger(() -> runs, "runs", "test", Duration.ofMinutes(5), clock), clock),
                new ObjectReader(() -> s3),
                new RunLedger(() -> runs, "runs", "test", Duration.ofMinutes(5), clock),
                new Tables(() -> tables, "test", new SplittableRandom(2)::nextLong, clock),
                new Secrets(() -> secrets, Duration.ofMinutes(5), clock),
                new Parking(queues, "-dlq", 5),
                this,
                new Spans(OpenTelemetry.noop()),
                workers,
                clock,
                "test",
                Duration.ofMinutes(5),
                new SplittableRandom(1)::nextLong);
    }

    /** Nothing is stored any more, and nothing known, sent or counted. */
    public void empty() {
        s3 = new MemoryS3();
        sqs = new MemorySqs();
        runs = new MemoryRuns();
        forget();
        counts.clear();
    }

    /** The tables are lost. */
    public void forget() {
        tables = new MemoryTables();
    }

    /** What was counted so far, by name; in a namespace as {@code Name.Space.name}. */
    public Map<String, Long> counts() {
        Map<String, Long> byName = new TreeMap<>(counts);
        byName.keySet().removeIf(name -> name.contains(" "));
        return byName;
    }

    /** What was counted of a name, alone or with all its dimensions as in {@code FilesRead pipeline=eventlog}. */
    public long counted(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Values measured so far, by name, in their order. */
    public Map<String, List<Double>> values() {
        return new TreeMap<>(values);
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        counts.merge(name, amount, Long::sum);
        if (dimensions.length > 0) {
            StringBuilder all = new StringBuilder(name);
            for (int i = 0; i < dimensions.length; i += 2) {
                all.append(' ').append(dimensions[i]).append('=').append(dimensions[i + 1]);
            }
            counts.merge(all.toString(), amount, Long::sum);
        }
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        counts.put(name, value);
    }

    @Override
    public void value(String name, double value, String... dimensions) {
        values.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>()).add(value);
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
