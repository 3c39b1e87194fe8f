package routes.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Numbers for whoever reads the registry, such as Prometheus. Times are counted in fixed steps, which can be added up
 * over replicas; percentiles could not.
 */
public final class MicrometerMeter implements Meter {
    private static final Duration[] STEPS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60)
    };

    private static final List<String> GROUPED = List.of("pipeline", "study", "datatype");
    /**
     * Names that pipelines use with dimensions of their own, and the dimensions of all of them. Prometheus knows a name with
     * one set of labels only and drops the others; one that is empty is to it as none.
     */
    private static final Map<String, List<String>> SHARED = Map.of(
            "EventsProcessed", GROUPED,
            "EventsFailed", GROUPED,
            "OutputFileSize", GROUPED,
            "failures", List.of("pipeline", "source", "kind"),
            "api_latency", List.of("pipeline", "source"));

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();
    private final Map<List<String>, Object> meters = new ConcurrentHashMap<>();

    public MicrometerMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        known(Counter.class, () -> registry.counter(name, tags(name, dimensions)), name, dimensions)
                .increment(Measured.amount(name, amount));
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        // The registry holds what it shows but weakly.
        gauges.computeIfAbsent(name + Dimensions.of(dimensions), id -> {
                    AtomicLong shown = new AtomicLong();
                    registry.gauge(name, tags(name, dimensions), shown);
                    return shown;
                })
                .set(Measured.amount(name, value));
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        known(Timer.class, () -> timer(name, dimensions), name, dimensions).record(Measured.duration(name, duration));
    }

    private Timer timer(String name, String... dimensions) {
        return Timer.builder(name)
                .tags(tags(name, dimensions))
                .serviceLevelObjectives(STEPS)
                .register(registry);
    }

    /** A negative value counts as 0: a summary would drop it without a word. */
    @Override
    public void value(String name, double value, String... dimensions) {
        DistributionSummary.builder(name)
                .tags(tags(name, dimensions))
                .register(registry)
                .record(Math.max(0, Measured.value(name, value)));
    }

    /** The registry's meter, which it is asked for once: to find it again it would have to be made anew. */
    private <M> M known(Class<M> kind, Supplier<M> meter, String name, String... dimensions) {
        List<String> id = new ArrayList<>(dimensions.length + 1);
        id.add(name);
        Collections.addAll(id, dimensions);
        Object found = meters.get(id);
        if (found == null) {
            // Two that come at the same time get the same one from the registry.
            found = meter.get();
            meters.put(id, found);
        }
        return kind.cast(found);
    }

    private static Tags tags(String name, String... dimensions) {
        Tags none = Tags.of(SHARED.getOrDefault(name, List.of()).stream()
                .map(dimension -> Tag.of(dimension, ""))
                .toList());
        return none.and(Dimensions.of(dimensions).pairs().stream()
                .map(pair -> Tag.of(pair.name(), pair.value()))
                .toList());
    }
}
