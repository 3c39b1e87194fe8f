package routes.lake.parquet;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Merges a sorted file with sorted new rows as a stream, one row group in memory at a time. */
public final class ParquetMerge {

    private ParquetMerge() {}

    /** A new row. */
    public interface Row {

        /** In the unit of the time column. */
        long time();

        /** The bytes of the key column's text. */
        byte[] key();

        /** Sets the row's values, the time and the key among them; the merge ends the row. */
        void writeTo(ParquetWriting out);
    }

    /**
     * What became of the rows: kept, dropped and replaced ones were all the old ones, kept and added ones are all there
     * are now.
     *
     * @param added new rows, also those that replaced one
     */
    public record Merged(long kept, long dropped, long replaced, long added, int groupsCopied, int groupsRewritten) {}

    /**
     * Writes the rows of a file and new ones, all in the order of time (MICROS) and then key (TEXT, compared as
     * unsigned bytes), to a file that the caller finishes. An old row with the time and key of a new one is replaced by
     * it. A row group that no new row falls into, before the next one begins, and that loses none is copied as bytes. A
     * small one (less than half of {@code out}'s rows and bytes of a group) is rewritten when rows come right before
     * it, or behind it as the last, so that small increments do not make ever more groups.
     *
     * @param old matched by name: a missing column is empty, numbers and times are widened where nothing is lost,
     *     anything else is an UnreadableParquet that names the column and both types
     * @param isDropped true for the keys of old rows that are left out; null for none, so that copied groups are not
     *     read
     * @param added in order, every time and key once, or IllegalArgumentException
     */
    public static Merged merge(
            Optional<ParquetReading> old,
            String timeColumn,
            String keyColumn,
            @Nullable Predicate<byte[]> isDropped,
            Iterator<? extends Row> added,
            ParquetWriting out)
            throws IOException {
        Added rows = new Added(added, out);
        if (old.isEmpty()) {
            rows.writeBefore(Long.MAX_VALUE);
            rows.writeRest();
            return new Merged(0, 0, 0, rows.written(), 0, 0);
        }
        return new GroupMerging(old.get(), timeColumn, keyColumn, isDropped, rows, out).merge();
    }
}
