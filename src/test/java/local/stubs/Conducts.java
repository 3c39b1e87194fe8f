package local.stubs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The rules of misconduct that an end follows; for one request the oldest that applies and is not used up. */
final class Conducts {
    private static final long SEED = 42;

    private final List<Conduct> conducts = new ArrayList<>();
    private Random chance = new Random(SEED);

    synchronized void add(Conduct conduct) {
        conducts.add(conduct);
    }

    synchronized Optional<Conduct> next(String end, String item, int page) {
        for (Conduct conduct : conducts) {
            if (conduct.appliesTo(end, item, page) && !conduct.waits() && chance.nextDouble() < conduct.probability()) {
                conduct.use();
                return Optional.of(conduct);
            }
        }
        return Optional.empty();
    }

    synchronized void clear() {
        conducts.clear();
        chance = new Random(SEED);
    }
}
