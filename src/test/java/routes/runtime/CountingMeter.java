package routes.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import routes.observe.Meter;

/** Keeps counts for tests: {@code name{dimension=value}}. */
final class CountingMeter implements Meter {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void count(String name, long amount, String... dimensions) {
        StringBuilder key = new StringBuilder(name);
        for (int i = 0; i < dimensions.length; i += 2) {
            key.append('{')
                    .append(dimensions[i])
                    .append('=')
                    .append(dimensions[i + 1])
                    .append('}');
        }
        counts.merge(key.toString(), amount, Long::sum);
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        // Nobody here asks for it.
    }

    @Override
    public void value(String name, double value, String... dimensions) {
        count(name, 1, dimensions);
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        count(name, 1, dimensions);
    }

    /** All counts, by {@code name{dimension=value}}. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    long of(String key) {
        return counts.getOrDefault(key, 0L);
    }
}
