package routes.observe;

import java.time.Duration;

/** A namespace of a meter that knows none: each name begins with it, so that no two namespaces share a name. */
final class NamespaceMeter implements Meter {
    private final Meter meter;
    private final String prefix;

    NamespaceMeter(Meter meter, String namespace) {
        this.meter = meter;
        this.prefix = Measured.namespace(namespace).replace('/', '.') + ".";
    }

    @Override
    public void count(String name, long amount, String... dimensions) {
        meter.count(prefix + name, amount, dimensions);
    }

    @Override
    public void time(String name, Duration duration, String... dimensions) {
        meter.time(prefix + name, duration, dimensions);
    }

    @Override
    public void gauge(String name, long value, String... dimensions) {
        meter.gauge(prefix + name, value, dimensions);
    }

    @Override
    public void value(String name, double value, String... dimensions) {
        meter.value(prefix + name, value, dimensions);
    }

    @Override
    public Meter in(String namespace) {
        return meter.in(namespace);
    }

    @Override
    public void flush() {
        meter.flush();
    }
}
