package routes.lake.parquet;

import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The new rows of a merge, one ahead, in an order that is checked. */
final class Added {
    private final Iterator<? extends ParquetMerge.Row> rows;
    private final ParquetWriting out;
    private ParquetMerge.@Nullable Row next;
    private long time;
    private byte[] key = {};
    private long timeBefore;
    private byte[] keyBefore = {};
    private long written;

    Added(Iterator<? extends ParquetMerge.Row> rows, ParquetWriting out) {
        this.rows = rows;
        this.out = out;
        advance();
    }

    boolean isEmpty() {
        return next == null;
    }

    /** The next row's time; only if there is one. */
    long time() {
        return time;
    }

    long written() {
        return written;
    }

    /** Compares the next row with the one that a file's cursors stand on. */
    int compare(long otherTime, ColumnValues otherKey) {
        return time == otherTime ? -otherKey.compareText(key) : Long.compare(time, otherTime);
    }

    /** Whether the row that was written last has the time and key that a file's cursors stand on. */
    boolean wroteLast(long otherTime, ColumnValues otherKey) {
        return written > 0 && timeBefore == otherTime && otherKey.compareText(keyBefore) == 0;
    }

    /** Writes the rows before a time. */
    void writeBefore(long end) {
        while (next != null && time < end) {
            write();
        }
    }

    void writeRest() {
        while (next != null) {
            write();
        }
    }

    /** Writes the next row, which is there. */
    void write() {
        ParquetMerge.Row row = next;
        if (row == null) {
            throw new IllegalStateException("no new row is left, expected one");
        }
        long before = out.rows();
        row.writeTo(out);
        if (out.rows() != before) {
            throw new IllegalStateException("a new row ended itself, expected to leave that to the merge");
        }
        out.endRow();
        written++;
        timeBefore = time;
        keyBefore = key;
        advance();
        if (next != null && (time < timeBefore || time == timeBefore && Arrays.compareUnsigned(key, keyBefore) <= 0)) {
            throw new IllegalArgumentException(
                    "new rows are out of order behind row " + written + ", expected them by time and key, each once");
        }
    }

    private void advance() {
        next = rows.hasNext() ? rows.next() : null;
        if (next != null) {
            time = next.time();
            key = next.key();
        }
    }
}
