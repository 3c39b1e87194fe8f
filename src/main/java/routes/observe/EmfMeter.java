package routes.observe;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers as CloudWatch's embedded metric format: lines in the log of a Lambda, which CloudWatch turns into metrics.
 * Counts are added up until they are flushed, of a gauge the last value counts, times are kept one by one so that CloudWatch can tell percentiles, at most
 * 100 of them before they are written.
 */
public final class EmfMeter implements Meter {
    private final String namespace;
    private final PrintStream out;
    private final Clock clock;
    private Map<Dimensions, EmfSet> sets = new LinkedHashMap<>();

    /**
     * @param namespace such as {@code LakeRoutes/ingest}
     * @param out the log of the Lambda
     * @param clock gives the metrics their time
     */
    public EmfMeter(String namespace, PrintStream out, Clock clock) {
        if (!namespace.matches("[A-Za-z0-9.\\-_/#:]{1,255}")) {
            throw new IllegalArgumentException(
                    "namespace is '" + namespace + "', expected letters, digits and . - _ / # :, 255 at most");
        }
        this.namespace = namespace;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        long checked = Measured.amount(name, amount);
        Dimensions of = Dimensions.of(dimensions);
        synchronized (this) {
            set(of).count(name, checked);
        }
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        long checked = Measured.amount(name, value);
        Dimensions of = Dimensions.of(dimensions);
        synchronized (this) {
            set(of).gauge(name, checked);
        }
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        double millis = Measured.duration(name, duration).toNanos() / 1e6;
        Dimensions of = Dimensions.of(dimensions);
        synchronized (this) {
            EmfSet set = set(of);
            set.time(name, millis);
            if (set.isFull()) {
                sets.remove(of);
                write(List.of(set));
            }
        }
    }

    @Override
    public void flush() {
        List<EmfSet> counted;
        synchronized (this) {
            counted = new ArrayList<>(sets.values());
            sets = new LinkedHashMap<>();
        }
        write(counted);
    }

    private EmfSet set(Dimensions dimensions) {
        return sets.computeIfAbsent(dimensions, EmfSet::new);
    }

    private void write(List<EmfSet> counted) {
        for (EmfSet set : counted) {
            if (set.isEmpty()) {
                continue;
            }
            byte[] line = (set.json(namespace, clock.millis()) + "\n").getBytes(StandardCharsets.UTF_8);
            out.write(line, 0, line.length);
        }
        out.flush();
    }
}
