package routes.lake.parquet;

import org.jspecify.annotations.Nullable;

/** A chunk of numbers, reals or truths. */
final class NumberLeaf extends LeafWriting {
    /** The trial ends where values are settled. */
    private static final int GATHERED = TRIAL;

    private final NumberDictionary dictionary = new NumberDictionary();
    private final int physical;
    private long least = Long.MAX_VALUE;
    private long most = Long.MIN_VALUE;
    private double leastReal = Double.POSITIVE_INFINITY;
    private double mostReal = Double.NEGATIVE_INFINITY;
    private boolean notOrdered;
    private boolean any;
    private final long[] gathered = new long[GATHERED];
    private int count;

    NumberLeaf(Leaf leaf, PageMaker maker) {
        super(leaf, maker);
        this.physical = leaf.physical();
    }

    /** Only gathers it: what becomes of values is settled in a loop over some of them. */
    void add(long value, int repetition) {
        level(repetition);
        if (count == GATHERED) {
            settle();
        }
        gathered[count++] = value;
    }

    @Override
    void settle() {
        if (physical != Leaf.BOOLEAN && coding()) {
            settleCodes();
        }
        // Not those that have become codes.
        if (physical == Leaf.DOUBLE) {
            measureReals();
        } else {
            measureNumbers();
        }
        for (int i = 0; i < count; i++) {
            put(plain, gathered[i]);
        }
        count = 0;
    }

    private void settleCodes() {
        int[] codes = codes(count);
        int done = dictionary.codes(gathered, count, codes, coded(), DICTIONARY / leaf.width());
        coded(done);
        count -= done;
        System.arraycopy(gathered, done, gathered, 0, count);
    }

    private void put(Bytes into, long value) {
        switch (physical) {
            case Leaf.INT32 -> into.putInt((int) value);
            case Leaf.BOOLEAN -> into.put((int) value);
            default -> into.putLong(value);
        }
    }

    /** Truths have gathered a byte each and become a bit each. */
    @Override
    void finishPlain() {
        if (physical == Leaf.BOOLEAN) {
            int all = plain.size;
            for (int i = 0; i < all; i += 8) {
                int bits = 0;
                for (int bit = 0; bit < 8 && i + bit < all; bit++) {
                    bits |= plain.array[i + bit] << bit;
                }
                plain.array[i / 8] = (byte) bits;
            }
            plain.size = (all + 7) / 8;
        }
    }

    @Override
    int different() {
        return dictionary.size();
    }

    @Override
    int dictionaryBytes() {
        return dictionary.size() * leaf.width();
    }

    @Override
    void putPlain(Bytes into, int code) {
        put(into, dictionary.value(code));
    }

    @Override
    void measure(int code) {
        long value = dictionary.value(code);
        any = true;
        if (physical == Leaf.DOUBLE) {
            measure(Double.longBitsToDouble(value));
        } else {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
    }

    private void measure(double real) {
        notOrdered |= Double.isNaN(real);
        leastReal = Math.min(leastReal, real);
        mostReal = Math.max(mostReal, real);
    }

    private void measureReals() {
        any |= count > 0;
        for (int i = 0; i < count; i++) {
            measure(Double.longBitsToDouble(gathered[i]));
        }
    }

    private void measureNumbers() {
        any |= count > 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, gathered[i]);
            most = Math.max(most, gathered[i]);
        }
    }

    @Override
    void clear() {
        dictionary.clear();
        least = Long.MAX_VALUE;
        most = Long.MIN_VALUE;
        leastReal = Double.POSITIVE_INFINITY;
        mostReal = Double.NEGATIVE_INFINITY;
        notOrdered = false;
        any = false;
    }

    /** A zero is noted as the lesser of the two, as the format asks. */
    @Override
    byte @Nullable [] least() {
        return stored(physical == Leaf.DOUBLE ? Double.doubleToRawLongBits(leastReal == 0 ? -0.0 : leastReal) : least);
    }

    @Override
    byte @Nullable [] most() {
        return stored(physical == Leaf.DOUBLE ? Double.doubleToRawLongBits(mostReal == 0 ? 0.0 : mostReal) : most);
    }

    private byte @Nullable [] stored(long value) {
        if (!any || notOrdered) {
            return null;
        }
        Bytes bytes = new Bytes(8);
        put(bytes, value);
        return bytes.copy();
    }
}
