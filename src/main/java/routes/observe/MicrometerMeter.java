package routes.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

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

    private final MeterRegistry registry;

    public MicrometerMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        registry.counter(name, tags(dimensions)).increment(Measured.amount(name, amount));
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        Timer.builder(name)
                .tags(tags(dimensions))
                .serviceLevelObjectives(STEPS)
                .register(registry)
                .record(Measured.duration(name, duration));
    }

    private static Tags tags(String... dimensions) {
        return Tags.of(Dimensions.of(dimensions).pairs().stream()
                .map(pair -> Tag.of(pair.name(), pair.value()))
                .toList());
    }
}
