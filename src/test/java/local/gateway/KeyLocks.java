package local.gateway;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** One lock for every object key, from a fixed number of them; several are always taken in the same order. */
final class KeyLocks {
    private static final int STRIPES = 256;

    private final List<Lock> stripes =
            Stream.<Lock>generate(ReentrantLock::new).limit(STRIPES).toList();

    /** Waits until no one else holds any of the keys, and holds them. */
    Held hold(Collection<String> keys) {
        List<Lock> locks = keys.stream()
                .map(key -> Math.floorMod(key.hashCode(), STRIPES))
                .distinct()
                .sorted()
                .map(stripes::get)
                .toList();
        locks.forEach(Lock::lock);
        return () -> locks.forEach(Lock::unlock);
    }

    /** Keys that are held. */
    interface Held {
        void release();
    }
}
