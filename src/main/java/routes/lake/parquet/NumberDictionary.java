package routes.lake.parquet;

import java.util.Arrays;

/** Gives every different number a code, in the order of their first coming. */
final class NumberDictionary {
    private int[] slots = new int[512];
    private long[] values = new long[256];
    private int size;

    int size() {
        return size;
    }

    long value(int code) {
        return values[code];
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /**
     * Finds the codes of the first {@code count} numbers.
     *
     * @param codes gets them from {@code at} on
     * @param most with one different number more it ends
     * @return how many codes there are now
     */
    int codes(long[] numbers, int count, int[] codes, int at, int most) {
        for (int i = 0; i < count; i++) {
            codes[at + i] = code(numbers[i]);
            if (size > most) {
                return i + 1;
            }
        }
        return count;
    }

    private int code(long value) {
        int mask = slots.length - 1;
        long mixed = value * 0x9e3779b97f4a7c15L;
        int slot = (int) (mixed >>> 32 ^ mixed >>> 52) & mask;
        while (true) {
            int code = slots[slot] - 1;
            if (code < 0) {
                return add(value, slot);
            }
            if (values[code] == value) {
                return code;
            }
            slot = slot + 1 & mask;
        }
    }

    private int add(long value, int slot) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
        slots[slot] = size;
        if (2 * size > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        int count = size;
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int code = 0; code < count; code++) {
            long mixed = values[code] * 0x9e3779b97f4a7c15L;
            int slot = (int) (mixed >>> 32 ^ mixed >>> 52) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = code + 1;
        }
    }
}
