package routes.observe;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Numbers as CloudWatch's embedded metric format: lines in the log of a Lambda, which CloudWatch turns into metrics.
 * Counts are added up until they are flushed, of a gauge the last value counts, times and values are kept one by one
 * so that CloudWatch can tell percentiles, at most 100 of them before they are written. Meters of other namespaces that
 * come from this one are flushed with it, and it with them.
 */
public final class EmfMeter implements Meter {
    private final String namespace;
    private final EmfLog log;

    /**
     * @param namespace such as {@code LakeRoutes/ingest}
     * @param out the log of the Lambda
     * @param clock gives the metrics their time
     */
    public EmfMeter(String namespace, PrintStream out, Clock clock) {
        this(namespace, new EmfLog(out, clock));
    }

    private EmfMeter(String namespace, EmfLog log) {
        this.namespace = Measured.namespace(namespace);
        this.log = log;
    }

    @Override
    public Meter in(String other) {
        return new EmfMeter(other, log);
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        long checked = Measured.amount(name, amount);
        add(set -> set.count(name, checked), dimensions);
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        long checked = Measured.amount(name, value);
        add(set -> set.gauge(name, checked), dimensions);
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        double millis = Measured.duration(name, duration).toNanos() / 1e6;
        add(set -> set.time(name, millis), dimensions);
    }

    @Override
    public void value(String name, double value, String... dimensions) {
        double checked = Measured.value(name, value);
        add(set -> set.value(name, checked), dimensions);
    }

    @Override
    public void flush() {
        log.flush();
    }

    private void add(Consumer<EmfSet> numbers, String... dimensions) {
        log.add(new EmfSet.Place(namespace, Dimensions.of(dimensions)), numbers);
    }
}
