package routes.lake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntPredicate;

/**
 * A result CSV of Athena's as batches of JSON records, made one by one while it is read; memory holds one batch. Only
 * those that are wanted are made, the rows of the others are passed over. Numbers, truth values and NULL stay what they
 * are, decimals with all their digits; dates and times are ISO 8601, those with a zone have its offset where there is
 * exactly one. Texts are: NaN and Infinity, times of no four-digit year or without an exact offset (as Athena writes
 * them), and all else, whatever it looks like.
 *
 * <p>Iterating throws {@link UncheckedIOException} when the result cannot be read on, and {@link UnreadableResult} when
 * it is not what it should be.
 */
public final class RecordBatches implements Iterator<RecordBatch>, Closeable {
    /** No body is larger: several are in memory at a time. */
    static final int MOST_BATCH_BYTES = 16 << 20;

    private static final byte[] END = {']', '}'};

    private final InputStream in;
    private final ResultBytes csv;
    private final ResultRows rows;
    private final int batchSize;
    private final long totalRows;
    private final int total;
    private final boolean more;
    private final IntPredicate wanted;
    private final JsonBytes json = new JsonBytes(ResultBytes.MOST_ROW_BYTES);
    private int number = 1;

    /**
     * Reads nothing yet.
     *
     * @param csv from its first byte; to be closed by the caller, or with this
     * @param batchSize records of every batch but the last
     * @param totalRows what {@link #count} says
     * @param wanted by number, from 1
     * @throws IllegalArgumentException when there is no column, two have one name, or a number is out of its range
     */
    public RecordBatches(
            InputStream csv, List<ResultColumn> columns, int batchSize, long totalRows, IntPredicate wanted) {
        this(csv, ResultBytes.PIECE_BYTES, columns, batchSize, totalRows, false, wanted);
    }

    /**
     * The same of the first rows of a result.
     *
     * @param totalRows of which batches are made
     * @param more whether other rows are behind them, which are left alone
     */
    public RecordBatches(
            InputStream csv,
            List<ResultColumn> columns,
            int batchSize,
            long totalRows,
            boolean more,
            IntPredicate wanted) {
        this(csv, ResultBytes.PIECE_BYTES, columns, batchSize, totalRows, more, wanted);
    }

    RecordBatches(
            InputStream in,
            int piece,
            List<ResultColumn> columns,
            int batchSize,
            long totalRows,
            boolean more,
            IntPredicate wanted) {
        this.in = in;
        this.csv = new ResultBytes(in, piece);
        this.rows = new ResultRows(csv, columns);
        this.batchSize = batchSize;
        this.totalRows = totalRows;
        this.total = total(totalRows, batchSize);
        this.more = more;
        this.wanted = wanted;
    }

    /**
     * Counts the rows of a result, the header aside.
     *
     * @throws UnreadableResult when there is no header, or the last row is cut off
     */
    public static long count(InputStream csv) throws IOException {
        ResultBytes bytes = new ResultBytes(csv, ResultBytes.PIECE_BYTES);
        if (bytes.skip(Long.MAX_VALUE) == 0) {
            throw new UnreadableResult("result has no header, expected a row with names of columns");
        }
        return bytes.rows();
    }

    /**
     * How many batches so many rows are.
     *
     * @throws IllegalArgumentException when a number is out of its range
     */
    public static int total(long totalRows, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size is " + batchSize + ", expected at least 1");
        }
        long total = totalRows / batchSize + (totalRows % batchSize > 0 ? 1 : 0);
        if (totalRows < 0 || total > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("rows are " + totalRows + " in batches of " + batchSize
                    + ", expected 0 or more, and at most " + Integer.MAX_VALUE + " batches");
        }
        return (int) total;
    }

    /** How many batches the result has, wanted or not. */
    public int total() {
        return total;
    }

    @Override
    public boolean hasNext() {
        while (number <= total && !wanted.test(number)) {
            number++;
        }
        return number <= total;
    }

    @Override
    public RecordBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("result has " + total + " batches and no further one is wanted");
        }
        try {
            return batch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private RecordBatch batch() throws IOException {
        if (csv.rows() < 0) {
            rows.header();
        }
        long first = (number - 1L) * batchSize;
        csv.skip(first - csv.rows());
        int records = (int) Math.min(batchSize, totalRows - first);
        json.clear();
        json.raw(("{\"batch_number\":" + number + ",\"total_batches\":" + total + ",\"records\":[")
                .getBytes(StandardCharsets.UTF_8));
        for (int record = 0; record < records; record++) {
            if (record > 0) {
                json.put(',');
            }
            if (!rows.next(json)) {
                throw new UnreadableResult("result ends with row " + csv.rows() + ", expected " + totalRows + " rows");
            }
            if (json.size() > MOST_BATCH_BYTES - END.length) {
                throw new UnreadableResult("batch " + number + " is larger than " + (MOST_BATCH_BYTES >> 20)
                        + " MiB at its record " + (record + 1) + " of " + records + ", expected smaller batches");
            }
        }
        if (number == total && !more && csv.isMore()) {
            throw new UnreadableResult("result goes on behind row " + totalRows + ", expected no more");
        }
        json.raw(END);
        return new RecordBatch(number++, records, json.copy());
    }
}
