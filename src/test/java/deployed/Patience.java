package deployed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again, not too often, until it is as it should be or time is over. */
final class Patience {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Patience() {}

    /** What was seen last, as it should be or not. */
    static <T> T until(Duration longest, Supplier<T> look, Predicate<T> good) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        T seen = look.get();
        while (!good.test(seen) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            seen = look.get();
        }
        return seen;
    }
}
