package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ParquetColumn.Kind;

/**
 * The values of one column in one row group, row by row: {@link #next} first, then the question that fits the column's
 * kind. A damaged page is an UnreadableParquet.
 */
public final class ColumnValues {
    private final Shape shape;
    private final LeafValues leaf;
    private final @Nullable LeafValues second;
    private final int outer;
    private final boolean nested;
    private long left;
    private boolean empty = true;
    private int[] list = {};
    private int listed;
    private Map<String, String> map = Map.of();

    /** @param second the values of a map, whose keys are {@code leaf} */
    ColumnValues(Shape shape, long rows, LeafValues leaf, @Nullable LeafValues second) {
        this.shape = shape;
        this.left = rows;
        this.leaf = leaf;
        this.second = second;
        this.outer = shape.column().required() ? 0 : 1;
        this.nested = leaf.leaf().repetition() > 0;
    }

    /** Goes to the next row; false behind the last. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        leaf.advance();
        if (!nested) {
            empty = !leaf.defined();
        } else if (second == null) {
            assembleList();
        } else {
            assembleMap(second);
        }
        return true;
    }

    /** Whether the row has no value. */
    public boolean isNull() {
        return empty;
    }

    /** A number of 32 bits. */
    public int integer() {
        return (int) number();
    }

    /** A number of any kind: INTEGER, LONG, MILLIS or MICROS. */
    public long number() {
        expect(isNumber(), "numbers");
        return leaf.number();
    }

    public double real() {
        return Double.longBitsToDouble(number());
    }

    public boolean truth() {
        return number() != 0;
    }

    /**
     * Reads all rows that are left, each as the nearest double: truths are 1 and 0, and NaN stands for no value. Kinds are
     * those of {@link #number} and {@link #real}.
     *
     * @param into gets them from a place on; it has room for them
     */
    public void reals(double[] into, int from) {
        if (!isNumber()) {
            throw refused("numbers", shape.type());
        }
        int at = from;
        int end = Math.toIntExact(from + left);
        Objects.checkFromToIndex(from, end, into.length);
        while (at < end) {
            at += leaf.reals(into, at, end - at, shape.column().kind() == Kind.REAL);
        }
        left = 0;
        empty = true;
    }

    /** A copy of the text's bytes. */
    public byte[] text() {
        expect(shape.leaf().physical() == Leaf.BYTE_ARRAY && !nested, "texts");
        return Arrays.copyOfRange(leaf.base(), leaf.start(), leaf.start() + leaf.length());
    }

    /** A copy of the list's numbers. */
    public int[] integers() {
        expect(shape.column().kind() == Kind.INTEGERS, "lists");
        return Arrays.copyOf(list, listed);
    }

    /** The map in its stored order. */
    public Map<String, String> texts() {
        expect(shape.column().kind() == Kind.TEXTS, "maps");
        return map;
    }

    /** Passes over so many rows. */
    void skip(int rows) {
        for (int i = 0; i < rows; i++) {
            next();
        }
    }

    /** Compares the text, byte by byte without sign, with another. */
    int compareText(byte[] other) {
        return compareText(other, other.length);
    }

    int compareText(byte[] other, int length) {
        return Arrays.compareUnsigned(leaf.base(), leaf.start(), leaf.start() + leaf.length(), other, 0, length);
    }

    Shape shape() {
        return shape;
    }

    /** The entries of a column that is neither list nor map; whoever advances them tells {@link #passed}. */
    LeafValues leaf() {
        return leaf;
    }

    /** So many rows have been read from {@link #leaf}. */
    void passed(int rows) {
        if (rows > left) {
            throw UnreadableParquet.of("column " + shape.name(), left + " rows more", rows);
        }
        left -= rows;
    }

    private void assembleList() {
        listed = 0;
        empty = leaf.definition() < outer;
        if (leaf.definition() <= outer) {
            return;
        }
        while (true) {
            if (!leaf.defined()) {
                throw UnreadableParquet.of("column " + shape.name(), "a list with an empty element", "none");
            }
            if (listed == list.length) {
                list = Arrays.copyOf(list, Math.max(8, 2 * listed));
            }
            list[listed++] = (int) leaf.number();
            if (!leaf.continues()) {
                return;
            }
            leaf.advance();
        }
    }

    private void assembleMap(LeafValues values) {
        values.advance();
        empty = leaf.definition() < outer;
        map = Map.of();
        if (leaf.definition() <= outer) {
            return;
        }
        map = new LinkedHashMap<>();
        while (true) {
            if (!values.defined()) {
                throw UnreadableParquet.of("column " + shape.name(), "a key without a value", "one");
            }
            map.put(string(leaf), string(values));
            boolean more = leaf.continues();
            if (more != values.continues()) {
                throw UnreadableParquet.of("column " + shape.name(), "more keys than values", "as many");
            }
            if (!more) {
                return;
            }
            leaf.advance();
            values.advance();
        }
    }

    private static String string(LeafValues values) {
        return new String(values.base(), values.start(), values.length(), UTF_8);
    }

    private void expect(boolean right, String asked) {
        if (!right || empty) {
            throw refused(asked, right ? "isNull to be asked first" : shape.type());
        }
    }

    private IllegalStateException refused(String asked, String expected) {
        return new IllegalStateException(
                "column " + shape.name() + " was asked for " + asked + ", expected " + expected);
    }

    private boolean isNumber() {
        return shape.leaf().physical() != Leaf.BYTE_ARRAY && !nested;
    }
}
