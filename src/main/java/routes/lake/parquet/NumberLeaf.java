package routes.lake.parquet;

import org.jspecify.annotations.Nullable;

/** A chunk of numbers, reals or truths. */
final class NumberLeaf extends LeafWriting {
    private final NumberDictionary dictionary = new NumberDictionary();
    private final int physical;
    private long least = Long.MAX_VALUE;
    private long most = Long.MIN_VALUE;
    private double leastReal = Double.POSITIVE_INFINITY;
    private double mostReal = Double.NEGATIVE_INFINITY;
    private boolean notOrdered;
    private boolean any;

    NumberLeaf(Leaf leaf, PageMaker maker) {
        super(leaf, maker);
        this.physical = leaf.physical();
    }

    void add(long value, int repetition) {
        level(leaf.definition(), repetition);
        if (coding() && physical != Leaf.BOOLEAN) {
            code(dictionary.code(value));
        } else {
            measure(value);
            put(plain, value);
        }
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
            int count = plain.size;
            for (int i = 0; i < count; i += 8) {
                int bits = 0;
                for (int bit = 0; bit < 8 && i + bit < count; bit++) {
                    bits |= plain.array[i + bit] << bit;
                }
                plain.array[i / 8] = (byte) bits;
            }
            plain.size = (count + 7) / 8;
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
        measure(dictionary.value(code));
    }

    private void measure(long value) {
        any = true;
        if (physical == Leaf.DOUBLE) {
            double real = Double.longBitsToDouble(value);
            notOrdered |= Double.isNaN(real);
            leastReal = Math.min(leastReal, real);
            mostReal = Math.max(mostReal, real);
        } else {
            least = Math.min(least, value);
            most = Math.max(most, value);
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
