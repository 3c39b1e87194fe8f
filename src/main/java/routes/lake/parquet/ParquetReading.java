package routes.lake.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.Footer.Group;
import routes.lake.parquet.Footer.Stats;

/**
 * A Parquet file, read by range. Opening reads its last 64 KiB, and once more if the footer is longer; a column of a
 * row group is one read. What is no complete, sane Parquet file is an UnreadableParquet; IOException comes from the
 * source alone.
 */
public final class ParquetReading {
    private static final int TAIL = 1 << 16;
    private static final int LONGEST_FOOTER = 1 << 24;
    private static final int ENDING = 8;
    private static final int SHORTEST = 12;
    private static final int WHOLE_GROUP = 1 << 25;

    private final ParquetSource source;
    private final Footer footer;

    private ParquetReading(ParquetSource source, Footer footer) {
        this.source = source;
        this.footer = footer;
    }

    /** Reads the footer. */
    public static ParquetReading open(ParquetSource source) throws IOException {
        long length = source.length();
        if (length < SHORTEST) {
            throw UnreadableParquet.of("file", length + " bytes", "at least " + SHORTEST);
        }
        int tail = (int) Math.min(TAIL, length);
        byte[] bytes = read(source, length - tail, tail);
        magic(Bytes.intAt(bytes, tail - 4), "end");
        if (tail == length) {
            magic(Bytes.intAt(bytes, 0), "beginning");
        }
        long size = Bytes.intAt(bytes, tail - ENDING) & 0xffffffffL;
        long most = Math.min(length - SHORTEST, LONGEST_FOOTER);
        if (size == 0 || size > most) {
            throw UnreadableParquet.of("file", "a footer of " + size + " bytes", "1 to " + most);
        }
        int from = tail - ENDING - (int) size;
        if (from < 0) {
            from = 0;
            bytes = read(source, length - ENDING - size, (int) size);
        }
        return new ParquetReading(source, FooterReader.read(bytes, from, from + (int) size, length - ENDING - size));
    }

    /** The columns in the file's order; what we cannot write is of kind OTHER. */
    public List<ParquetColumn> columns() {
        return footer.shapes().stream().map(Shape::column).toList();
    }

    public long rows() {
        return footer.rows();
    }

    /** What the writer noted in the footer. */
    public Map<String, String> metadata() {
        return Map.copyOf(footer.metadata());
    }

    /** The number of row groups. */
    public int groups() {
        return footer.groups().size();
    }

    public long rows(int group) {
        return footer.groups().get(group).rows();
    }

    /** The least and most of a column of numbers, if the writer noted both. */
    public Optional<Range> range(int group, String column) {
        Shape shape = shape(column);
        Stats stats = footer.groups().get(group).chunks().get(shape.first()).stats();
        int width = shape.leaf().width();
        boolean numbers =
                switch (shape.column().kind()) {
                    case INTEGER, LONG, MILLIS, MICROS -> true;
                    default -> shape.nanosOfUnit() > 0;
                };
        byte[] least = stats.least();
        byte[] most = stats.most();
        if (!numbers || least == null || most == null || least.length != width || most.length != width) {
            return Optional.empty();
        }
        return Optional.of(new Range(number(least), number(most)));
    }

    /** One column of one row group, read at once. */
    public ColumnValues values(int group, String column) throws IOException {
        Shape shape = shape(column);
        Group found = footer.groups().get(group);
        LeafValues first = leaf(found, shape, 0);
        return new ColumnValues(shape, found.rows(), first, shape.leaves().size() == 2 ? leaf(found, shape, 1) : null);
    }

    /**
     * All columns of one row group in the file's order, and behind them some of them {@code again}: one read, unless
     * the group is larger than 32 MiB.
     */
    List<ColumnValues> values(int group, List<String> again) throws IOException {
        Group found = footer.groups().get(group);
        long from = found.chunks().stream().mapToLong(Chunk::start).min().orElse(0);
        long to = found.chunks().stream()
                .mapToLong(chunk -> chunk.start() + chunk.size())
                .max()
                .orElse(0);
        byte[] bytes = to - from <= WHOLE_GROUP ? read(source, from, (int) (to - from)) : null;
        List<Shape> wanted = new ArrayList<>(footer.shapes());
        again.forEach(name -> wanted.add(shape(name)));
        List<ColumnValues> all = new ArrayList<>();
        for (Shape shape : wanted) {
            if (bytes == null) {
                all.add(values(group, shape.name()));
            } else {
                LeafValues first = leaf(found, shape, 0, bytes, from);
                LeafValues second = shape.leaves().size() == 2 ? leaf(found, shape, 1, bytes, from) : null;
                all.add(new ColumnValues(shape, found.rows(), first, second));
            }
        }
        return all;
    }

    List<Shape> shapes() {
        return footer.shapes();
    }

    Group group(int group) {
        return footer.groups().get(group);
    }

    ParquetSource source() {
        return source;
    }

    Optional<Shape> find(String column) {
        return footer.shapes().stream()
                .filter(shape -> shape.name().equals(column))
                .findFirst();
    }

    private Shape shape(String column) {
        return find(column)
                .orElseThrow(() -> new UnreadableParquet("column " + column + " is not in the file, expected there"));
    }

    private LeafValues leaf(Group group, Shape shape, int side) throws IOException {
        Chunk chunk = group.chunks().get(shape.first() + side);
        if (chunk.size() > Integer.MAX_VALUE - ENDING) {
            throw UnreadableParquet.of(
                    "column " + shape.name(), "a chunk of " + chunk.size() + " bytes", "at most 2 GiB");
        }
        return leaf(group, shape, side, read(source, chunk.start(), (int) chunk.size()), chunk.start());
    }

    private static LeafValues leaf(Group group, Shape shape, int side, byte @Nullable [] bytes, long base) {
        Chunk chunk = group.chunks().get(shape.first() + side);
        Leaf leaf = shape.leaves().get(side);
        if (leaf.repetition() > 1 || shape.leaves().size() > 2 || bytes == null) {
            throw UnreadableParquet.of("column " + shape.name(), shape.type(), "a kind that can be read");
        }
        if (leaf.repetition() == 0 && chunk.values() != group.rows()) {
            throw UnreadableParquet.of("column " + shape.name(), chunk.values() + " values", group.rows());
        }
        int from = (int) (chunk.start() - base);
        return new LeafValues(leaf, chunk, bytes, from, from + (int) chunk.size());
    }

    private static byte[] read(ParquetSource source, long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        source.read(position, bytes, 0, count);
        return bytes;
    }

    private static long number(byte[] bytes) {
        return bytes.length == 4 ? Bytes.intAt(bytes, 0) : Bytes.longAt(bytes, 0);
    }

    private static void magic(int found, String place) {
        if (found == Footer.ENCRYPTED) {
            throw UnreadableParquet.of("file", "an encrypted footer", "a plain one");
        }
        if (found != Footer.MAGIC) {
            throw UnreadableParquet.of("file", "other bytes than PAR1 at its " + place, "these");
        }
    }
}
