package routes.eventlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Which content of which file lies in some checkpoint or in quarantine: 8 bytes for each, however long their keys are, of
 * which 5 stand for the key and 3 for the ETag. Two contents that look alike here (one in 10^12 at ten million files) look
 * different to the next sweep, which has another seed: nothing is overlooked for good.
 */
final class KnownFiles {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FREE = 0;
    private static final long CONTENT = (1L << 24) - 1;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final long[] slots;
    private final BitSet met = new BitSet();
    private int added;

    /**
     * @param most files that will be added
     * @param seed a random number
     */
    KnownFiles(long most, long seed) {
        this.seed = seed;
        this.slots = new long[Math.toIntExact(Math.max(16, most + most / 3))];
    }

    /**
     * Adds a content. When there are more than was said, it is forgotten, and will be read again.
     *
     * @return whether another content of the same file is there already
     */
    boolean add(byte[] key, byte[] eTag) {
        long hash = hash(key, eTag);
        boolean another = false;
        int slot = first(hash);
        while (slots[slot] != FREE && slots[slot] != hash) {
            another |= isSameFile(slots[slot], hash);
            slot = next(slot);
        }
        if (slots[slot] == FREE && added < slots.length - 1) {
            slots[slot] = hash;
            added++;
        }
        return another;
    }

    /** Meets a file of a listing, in whatever content, and says whether this one is known. */
    boolean meet(byte[] key, byte[] eTag) {
        long hash = hash(key, eTag);
        boolean known = false;
        for (int slot = first(hash); slots[slot] != FREE; slot = next(slot)) {
            known |= slots[slot] == hash;
            if (isSameFile(slots[slot], hash)) {
                met.set(slot);
            }
        }
        return known;
    }

    /** Whether a file was added and has not been met since, in any content. */
    boolean isMissed(byte[] key) {
        long hash = hash(key, key);
        for (int slot = first(hash); slots[slot] != FREE; slot = next(slot)) {
            if (isSameFile(slots[slot], hash) && !met.get(slot)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSameFile(long one, long other) {
        return (one ^ other) >>> 24 == 0;
    }

    /** Where a content is, or one of the same file, or the way to them begins. */
    private int first(long hash) {
        return (int) (((hash >>> 32) * slots.length) >>> 32);
    }

    private int next(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    private long hash(byte[] key, byte[] eTag) {
        long file = mix(seed, key);
        long hash = file & ~CONTENT | mix(file, eTag) & CONTENT;
        return hash == FREE ? 1 : hash;
    }

    /** Multiplies to 128 bits and folds, eight bytes at a time. */
    private static long mix(long start, byte[] bytes) {
        long hash = fold(start ^ bytes.length, MULTIPLIER);
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            hash = fold(hash ^ (long) WORDS.get(bytes, at), MULTIPLIER ^ start);
        }
        long rest = 0;
        for (; at < bytes.length; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xff;
        }
        return fold(hash ^ rest, MULTIPLIER ^ start);
    }

    private static long fold(long one, long other) {
        return Math.multiplyHigh(one, other) ^ one * other;
    }
}
