package routes.lake.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.Footer.Group;
import routes.lake.parquet.ParquetColumn.Kind;

/**
 * Writes a Parquet file as a stream: Snappy, dictionaries where they pay, statistics, checksums of pages. The same rows
 * in the same groups become the same bytes. A row group ends after its rows, or when 16 MiB of it are held. Values are
 * given column by column in any order, then {@link #endRow}; nothing is a file before {@link #finish}.
 */
public final class ParquetWriting implements Closeable {
    /** A row group larger than this is written before it has all its rows. */
    static final long BYTES_OF_GROUP = 16 << 20;

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private final OutputStream out;
    private final ParquetSchema schema;
    private final List<Shape> shapes;
    private final ColumnWriting[] columns;
    private final LeafWriting[] leaves;
    private final int rowsOfGroup;
    private final PageMaker maker = new PageMaker();
    private final List<Group> groups = new ArrayList<>();
    private int rowsInGroup;
    private long rows;
    private long bytes;
    private boolean finished;

    /** @param rowsOfGroup the most rows of a row group, at least 1 */
    public ParquetWriting(OutputStream out, ParquetSchema schema, int rowsOfGroup) {
        if (rowsOfGroup < 1) {
            throw new IllegalArgumentException("rows of a group are " + rowsOfGroup + ", expected 1 or more");
        }
        this.out = out;
        this.schema = schema;
        this.rowsOfGroup = rowsOfGroup;
        this.shapes = Shape.all(schema);
        columns = shapes.stream().map(shape -> ColumnWriting.of(shape, maker)).toArray(ColumnWriting[]::new);
        leaves = Arrays.stream(columns)
                .flatMap(column -> column.leaves().stream())
                .toArray(LeafWriting[]::new);
    }

    public void text(int column, byte[] utf8) {
        text(column, utf8, 0, utf8.length);
    }

    public void text(int column, byte[] utf8, int offset, int length) {
        ((ColumnWriting.Texts) column(column, Kind.TEXT, Kind.TEXT)).add(utf8, offset, length);
    }

    public void integer(int column, int value) {
        ((ColumnWriting.Numbers) column(column, Kind.INTEGER, Kind.INTEGER)).add(value);
    }

    /** A LONG, or a time in the column's unit. */
    public void number(int column, long value) {
        Kind kind = columns[column].kind();
        boolean time = kind == Kind.MILLIS || kind == Kind.MICROS;
        ((ColumnWriting.Numbers) column(column, time ? kind : Kind.LONG, Kind.LONG)).add(value);
    }

    public void real(int column, double value) {
        ((ColumnWriting.Numbers) column(column, Kind.REAL, Kind.REAL)).add(Double.doubleToRawLongBits(value));
    }

    public void truth(int column, boolean value) {
        ((ColumnWriting.Numbers) column(column, Kind.TRUTH, Kind.TRUTH)).add(value ? 1 : 0);
    }

    /** A list of the first {@code count} values. */
    public void integers(int column, int[] values, int count) {
        ((ColumnWriting.Lists) column(column, Kind.INTEGERS, Kind.INTEGERS)).add(values, count);
    }

    /** A map; it is stored in the order of its keys. */
    public void texts(int column, Map<String, String> values) {
        ((ColumnWriting.Maps) column(column, Kind.TEXTS, Kind.TEXTS)).add(values);
    }

    /** Says that an optional column is empty in this row, as it also is when nothing is said. */
    public void nothing(int column) {
        ColumnWriting found = column(column, columns[column].kind(), Kind.OTHER);
        if (found.outer == 0) {
            throw found.missing();
        }
        found.nothing(1);
    }

    /** Ends the row; IllegalStateException if a required column has no value, UncheckedIOException from the stream. */
    public void endRow() {
        for (ColumnWriting column : columns) {
            if (column.rows == rowsInGroup) {
                if (column.outer == 0) {
                    throw column.missing();
                }
                column.nothing(1);
            }
        }
        endRows(1);
    }

    /** Copies the bytes of a file's row group as they are, behind a row group of what was written before. */
    public void copy(ParquetReading from, int group) throws IOException {
        if (!copies(from)) {
            throw new IllegalArgumentException("a row group to copy has the columns " + from.columns() + ", expected "
                    + schema.columns() + ", stored as here");
        }
        endGroup();
        Group copied = GroupCopy.copy(from, group, out, bytes);
        groups.add(copied);
        rows += copied.rows();
        bytes += copied.size();
    }

    /**
     * Writes what is left and the footer, in which the schema's fingerprint joins the metadata; the file is whole then.
     */
    public void finish(Map<String, String> metadata) throws IOException {
        if (finished) {
            throw new IllegalStateException("the file is finished, expected once");
        }
        endGroup();
        begin();
        Map<String, String> all = new TreeMap<>(metadata);
        all.put("schema-fingerprint", schema.fingerprint());
        Bytes footer = new Bytes(4096);
        FooterWriter.write(new Footer(shapes, rows, groups, all), footer);
        footer.putInt(footer.size);
        footer.put(MAGIC, 0, MAGIC.length);
        put(footer.array, footer.size);
        out.flush();
        finished = true;
    }

    /** Rows ended or copied. */
    public long rows() {
        return rows;
    }

    /** Bytes written to the stream; what is held of the row group in the making is not among them. */
    public long bytes() {
        return bytes;
    }

    /** Closes the stream; without {@link #finish} what it got is no Parquet file. */
    @Override
    public void close() throws IOException {
        out.close();
    }

    ParquetSchema schema() {
        return schema;
    }

    List<Shape> shapes() {
        return shapes;
    }

    int rowsOfGroup() {
        return rowsOfGroup;
    }

    int rowsInGroup() {
        return rowsInGroup;
    }

    /** Whether the file's row groups can be copied. */
    boolean copies(ParquetReading from) {
        List<Shape> theirs = from.shapes();
        boolean same = theirs.size() == shapes.size();
        for (int i = 0; same && i < theirs.size(); i++) {
            same = shapes.get(i).storesLike(theirs.get(i));
        }
        return same;
    }

    /** Takes rows over from a file's columns, one for each of ours; an absent one is empty. Ends all of them. */
    void take(@Nullable ColumnValues[] from, Fit[] fits, int count) {
        int left = count;
        while (left > 0) {
            int n = Math.min(left, rowsOfGroup - rowsInGroup);
            for (int i = 0; i < columns.length; i++) {
                columns[i].take(from[i], n, fits[i]);
            }
            endRows(n);
            left -= n;
        }
    }

    private void endRows(int count) {
        rowsInGroup += count;
        rows += count;
        if (rowsInGroup >= rowsOfGroup || maker.held >= BYTES_OF_GROUP) {
            try {
                endGroup();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void endGroup() throws IOException {
        begin();
        if (rowsInGroup == 0) {
            return;
        }
        List<Chunk> chunks = new ArrayList<>();
        for (LeafWriting leaf : leaves) {
            Chunk chunk = leaf.write(out, bytes);
            bytes += chunk.size();
            chunks.add(chunk);
        }
        Arrays.stream(columns).forEach(column -> column.rows = 0);
        groups.add(new Group(rowsInGroup, List.copyOf(chunks)));
        rowsInGroup = 0;
        maker.held = 0;
    }

    private void begin() throws IOException {
        if (bytes == 0) {
            put(MAGIC, MAGIC.length);
        }
    }

    private void put(byte[] from, int count) throws IOException {
        out.write(from, 0, count);
        bytes += count;
    }

    private ColumnWriting column(int column, Kind kind, Kind asked) {
        columns[column].expect(kind, asked, rowsInGroup);
        return columns[column];
    }
}
