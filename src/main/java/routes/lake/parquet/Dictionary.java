package routes.lake.parquet;

import java.util.Arrays;

/** The values of a chunk's dictionary page, to which codes refer. */
final class Dictionary {
    private final Batch some;
    private final boolean texts;
    private final byte[] base;
    private long[] numbers = {};
    private int[] starts = {};
    private int[] lengths = {};
    private int size;

    /** Decodes a dictionary page of {@code count} values. */
    Dictionary(Leaf leaf, byte[] page, int end, int count, String place) {
        texts = leaf.physical() == Leaf.BYTE_ARRAY;
        base = page;
        some = new Batch(texts);
        PageValues values = PageValues.of(leaf, Encoding.PLAIN, page, 0, end, count, place);
        while (size < count) {
            int n = Math.min(Batch.MOST, count - size);
            values.read(some, n);
            append(n);
        }
    }

    int size() {
        return size;
    }

    /** Grows with what has been decoded, not with what was announced. */
    private void append(int count) {
        int room = size + count;
        if (texts) {
            starts = room > starts.length ? Arrays.copyOf(starts, 2 * room) : starts;
            lengths = room > lengths.length ? Arrays.copyOf(lengths, 2 * room) : lengths;
            System.arraycopy(some.starts, 0, starts, size, count);
            System.arraycopy(some.lengths, 0, lengths, size, count);
        } else {
            numbers = room > numbers.length ? Arrays.copyOf(numbers, 2 * room) : numbers;
            System.arraycopy(some.numbers, 0, numbers, size, count);
        }
        size = room;
    }

    /** The values of a page of codes; a code that is not in the dictionary is an IndexOutOfBoundsException. */
    PageValues values(RunReader codes) {
        return (batch, count) -> {
            codes.read(batch.codes, count);
            batch.coded = true;
            batch.base = base;
            for (int i = 0; i < count; i++) {
                int code = batch.codes[i];
                if (code < 0 || code >= size) {
                    throw new IndexOutOfBoundsException();
                }
                if (texts) {
                    batch.starts[i] = starts[code];
                    batch.lengths[i] = lengths[code];
                } else {
                    batch.numbers[i] = numbers[code];
                }
            }
        };
    }
}
