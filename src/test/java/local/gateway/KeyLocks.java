package local.gateway;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/** One lock for every object key, from a fixed number of them; several are always taken in the same order. */
final class KeyLocks {
    private static final int STRIPES = 256;

    private final List<ReadWriteLock> stripes = Stream.<ReadWriteLock>generate(ReentrantReadWriteLock::new)
            .limit(STRIPES)
            .toList();

    /** Waits until no one else reads or changes any of the keys, and holds them. */
    Held hold(Collection<String> keys) {
        List<Lock> locks = keys.stream()
                .map(KeyLocks::stripe)
                .distinct()
                .sorted()
                .map(stripe -> stripes.get(stripe).writeLock())
                .toList();
        locks.forEach(Lock::lock);
        return () -> locks.forEach(Lock::unlock);
    }

    /** Waits until no one changes the key, and holds it together with other readers. */
    Held share(String key) {
        Lock lock = stripes.get(stripe(key)).readLock();
        lock.lock();
        return lock::unlock;
    }

    private static int stripe(String key) {
        return Math.floorMod(key.hashCode(), STRIPES);
    }

    /** Keys that are held. */
    interface Held {
        void release();
    }
}
