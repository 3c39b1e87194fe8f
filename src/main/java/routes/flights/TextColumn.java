package routes.flights;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.UnreadableParquet;

/** The texts of a column, row by row, as bytes one behind the other. */
final class TextColumn {
    /** More is no snapshot: a dictionary can make a small file large. */
    static final int MOST_BYTES = 64 << 20;

    private static final int ABSENT = -1;

    private final String name;
    private final int[] starts;
    private final int[] lengths;
    private byte[] bytes;
    private int rows;
    private int size;

    /** Room for so many rows; each is given by {@link #add}. */
    TextColumn(String name, int rows) {
        this.name = name;
        starts = new int[rows];
        lengths = new int[rows];
        bytes = new byte[8 * rows];
    }

    /** The next row's text in UTF-8; null: it has none. */
    void add(byte @Nullable [] utf8) {
        int length = utf8 == null ? 0 : utf8.length;
        if (length > MOST_BYTES - size) {
            throw new UnreadableParquet("column " + name + " has more than " + MOST_BYTES
                    + " bytes of text, expected at most those of one snapshot");
        }
        if (utf8 != null) {
            if (length > bytes.length - size) {
                bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
            }
            System.arraycopy(utf8, 0, bytes, size, length);
        }
        starts[rows] = size;
        lengths[rows++] = utf8 == null ? ABSENT : length;
        size += length;
    }

    boolean isNull(int row) {
        return lengths[row] == ABSENT;
    }

    /** In characters; 0 without a text. */
    int length(int row) {
        return characters(starts[row], starts[row] + Math.max(0, lengths[row]));
    }

    /** In characters, blanks and control characters of ASCII at both ends left out. */
    int trimmedLength(int row) {
        int from = starts[row];
        int to = from + Math.max(0, lengths[row]);
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (from < to && isBlank(bytes[to - 1])) {
            to--;
        }
        return characters(from, to);
    }

    boolean is(int row, byte[] text) {
        return lengths[row] == text.length
                && Arrays.equals(bytes, starts[row], starts[row] + text.length, text, 0, text.length);
    }

    /** How many rows have a text that an earlier row has. */
    int repeated() {
        int[] table = new int[Integer.highestOneBit(Math.max(1, rows)) << 2];
        int repeated = 0;
        for (int row = 0; row < rows; row++) {
            if (!isNull(row)) {
                int slot = slot(row, table.length);
                while (table[slot] != 0 && !same(row, table[slot] - 1)) {
                    slot = (slot + 1) & (table.length - 1);
                }
                if (table[slot] == 0) {
                    table[slot] = row + 1;
                } else {
                    repeated++;
                }
            }
        }
        return repeated;
    }

    private int slot(int row, int slots) {
        int hash = 0;
        for (int at = starts[row]; at < starts[row] + lengths[row]; at++) {
            hash = 31 * hash + bytes[at];
        }
        hash *= 0x9e3779b9;
        return (hash ^ (hash >>> 16)) & (slots - 1);
    }

    private boolean same(int row, int other) {
        return lengths[row] == lengths[other]
                && Arrays.equals(
                        bytes,
                        starts[row],
                        starts[row] + lengths[row],
                        bytes,
                        starts[other],
                        starts[other] + lengths[other]);
    }

    private int characters(int from, int to) {
        int characters = 0;
        for (int at = from; at < to; at++) {
            // The bytes behind the first of a character are 10xxxxxx.
            characters += (bytes[at] & 0xc0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    private static boolean isBlank(byte one) {
        return one >= 0 && one <= ' ';
    }
}
