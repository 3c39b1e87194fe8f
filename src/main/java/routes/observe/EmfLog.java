package routes.observe;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The numbers of all namespaces until they are written, a line for each namespace and set of dimensions. */
final class EmfLog {
    private final PrintStream out;
    private final Clock clock;
    private Map<EmfSet.Place, EmfSet> sets = new LinkedHashMap<>();

    EmfLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Adds numbers where they belong, and writes what is full. */
    synchronized void add(EmfSet.Place place, Consumer<EmfSet> numbers) {
        EmfSet set = sets.computeIfAbsent(place, EmfSet::new);
        numbers.accept(set);
        if (set.isFull()) {
            sets.remove(place);
            write(List.of(set));
        }
    }

    void flush() {
        List<EmfSet> counted;
        synchronized (this) {
            counted = new ArrayList<>(sets.values());
            sets = new LinkedHashMap<>();
        }
        write(counted);
    }

    private void write(Collection<EmfSet> counted) {
        for (EmfSet set : counted) {
            if (set.isEmpty()) {
                continue;
            }
            byte[] line = (set.json(clock.millis()) + "\n").getBytes(StandardCharsets.UTF_8);
            out.write(line, 0, line.length);
        }
        out.flush();
    }
}
