package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetMerge.Merged;

/**
 * Writes, merges and reads a checkpoint of event logs with as many rows as asked for, and prints the processor time of
 * each: {@code ManyRows <rows> <directory> [repeat]}. Run with a small heap it shows that memory is bounded. The keys
 * are 100 bytes, each another; a thousand new rows come late.
 */
public final class ManyRows {
    static final int ROWS_OF_GROUP = 100_000;
    private static final int NEW_ROWS = 1_000;
    static final ParquetSchema SCHEMA = new ParquetSchema(List.of(
            ParquetColumn.required("action", Kind.TEXT),
            ParquetColumn.required("study", Kind.TEXT),
            ParquetColumn.required("pipeline_adcid", Kind.INTEGER),
            ParquetColumn.required("project_label", Kind.TEXT),
            ParquetColumn.required("center_label", Kind.TEXT),
            ParquetColumn.required("gear_name", Kind.TEXT),
            ParquetColumn.required("ptid", Kind.TEXT),
            ParquetColumn.required("visit_date", Kind.TEXT),
            ParquetColumn.optional("visit_number", Kind.TEXT),
            ParquetColumn.required("datatype", Kind.TEXT),
            ParquetColumn.optional("module", Kind.TEXT),
            ParquetColumn.optional("packet", Kind.TEXT),
            ParquetColumn.required("timestamp", Kind.MICROS),
            ParquetColumn.required("source_key", Kind.TEXT),
            ParquetColumn.required("source_etag", Kind.TEXT)));

    private ManyRows() {}

    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        Path first = Path.of(arguments[1]).resolve("first.parquet");
        Path second = Path.of(arguments[1]).resolve("second.parquet");
        for (int i = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1; i > 0; i--) {
            round(rows, first, second);
        }
    }

    private static void round(long rows, Path first, Path second) throws IOException {
        timed(
                "make",
                () -> LongStream.range(0, rows)
                        .map(i -> new Event(i, 1).length())
                        .sum());
        timed("write", () -> {
            try (ParquetWriting out = new ParquetWriting(stream(first), SCHEMA, ROWS_OF_GROUP)) {
                for (long i = 0; i < rows; i++) {
                    new Event(2 * i, 1).writeTo(out);
                    out.endRow();
                }
                out.finish(Map.of());
                return out.bytes();
            }
        });
        timed("read", () -> read(first));
        timed("merge 1000 rows anywhere", () -> merge(first, second, null, rows));
        timed("merge behind", () -> merge(first, second, null, rows * 100_000));
        timed("merge and look for dropped keys", () -> merge(first, second, key -> key[99] == '!', rows));
        try (RandomAccessFile file = new RandomAccessFile(second.toFile(), "r")) {
            if (ParquetReading.open(source(file)).rows() != rows + NEW_ROWS) {
                throw new AssertionError();
            }
        }
    }

    private static long read(Path path) throws IOException {
        long sum = 0;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            ParquetReading reading = ParquetReading.open(source(file));
            for (int group = 0; group < reading.groups(); group++) {
                for (ParquetColumn column : reading.columns()) {
                    ColumnValues values = reading.values(group, column.name());
                    while (values.next()) {
                        if (!values.isNull()) {
                            sum += switch (column.kind()) {
                                case INTEGER -> values.integer();
                                case MICROS -> values.number();
                                default -> values.text().length;
                            };
                        }
                    }
                }
            }
        }
        return sum;
    }

    private static long merge(Path old, Path merged, @Nullable Predicate<byte[]> isDropped, long step)
            throws IOException {
        Iterator<Event> added = LongStream.range(0, NEW_ROWS)
                .mapToObj(i -> new Event(i * (2 * step / NEW_ROWS) | 1, 2))
                .iterator();
        try (RandomAccessFile file = new RandomAccessFile(old.toFile(), "r");
                ParquetWriting out = new ParquetWriting(stream(merged), SCHEMA, ROWS_OF_GROUP)) {
            ParquetReading reading = ParquetReading.open(source(file));
            Merged result = ParquetMerge.merge(Optional.of(reading), "timestamp", "source_key", isDropped, added, out);
            out.finish(Map.of());
            if (result.kept() != reading.rows() || result.added() != NEW_ROWS) {
                throw new AssertionError(result);
            }
            return result.groupsRewritten();
        }
    }

    private interface Work {
        long work() throws IOException;
    }

    private static void timed(String name, Work work) throws IOException {
        var thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        long result = work.work();
        long millis = (thread.getCurrentThreadCpuTime() - before) / 1_000_000;
        System.out.println(name + ": " + millis + " ms of processor time, result " + result);
    }

    private static OutputStream stream(Path path) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    }

    private static ParquetSource source(RandomAccessFile file) throws IOException {
        long length = file.length();
        return new ParquetSource() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void read(long position, byte[] into, int offset, int count) throws IOException {
                file.seek(position);
                file.readFully(into, offset, count);
            }
        };
    }

    /** One event, which its number and a seed decide. */
    static final class Event implements ParquetMerge.Row {
        private static final byte[][] ACTIONS = texts("submit", "pass-qc", "not-pass-qc", "delete");
        private static final byte[][] MODULES = texts("UDS", "FTLD", "LBD", "MDS");
        private static final byte[][] PACKETS = texts("I", "F", "T");
        private static final byte[][] FIXED = texts("adrc", "ingest-form-adrc", "form-qc-checker", "form");

        private final long number;
        private final int choice;
        private final byte[] key = new byte[100];
        private final byte[] etag;
        private final byte[] ptid;
        private final byte[] center;
        private final byte[] date;

        Event(long number, long seed) {
            SplittableRandom random = new SplittableRandom(number * 31 + seed);
            this.number = number;
            this.choice = random.nextInt(1 << 20);
            HexFormat hex = HexFormat.of();
            this.etag = (hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong())).getBytes(US_ASCII);
            this.ptid = ("NACC" + choice % 50_000).getBytes(US_ASCII);
            this.center = ("center-" + choice % 37).getBytes(US_ASCII);
            this.date = ("2025-0" + (1 + choice % 9) + "-1" + choice % 10).getBytes(US_ASCII);
            byte[] name = ("prod/log-submit-20260101-000000-" + choice % 37 + "-ingest-form-adrc-" + etag[0] + "-"
                            + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong()) + "-" + number
                            + "-2025-01-01.json---------------------------------------")
                    .getBytes(US_ASCII);
            System.arraycopy(name, 0, key, 0, key.length);
        }

        int length() {
            return key.length + etag.length + ptid.length + center.length + date.length;
        }

        @Override
        public long time() {
            return 1_700_000_000_000_000L + number * 1_000_003;
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public void writeTo(ParquetWriting out) {
            out.text(0, ACTIONS[choice % 4]);
            out.text(1, FIXED[0]);
            out.integer(2, choice % 37);
            out.text(3, FIXED[1]);
            out.text(4, center);
            out.text(5, FIXED[2]);
            out.text(6, ptid);
            out.text(7, date);
            if (choice % 3 > 0) {
                out.text(8, PACKETS[choice % 3]);
            }
            out.text(9, FIXED[3]);
            if (choice % 5 > 0) {
                out.text(10, MODULES[choice % 4]);
                out.text(11, PACKETS[choice % 3]);
            }
            out.number(12, time());
            out.text(13, key);
            out.text(14, etag);
        }

        private static byte[][] texts(String... texts) {
            byte[][] bytes = new byte[texts.length][];
            for (int i = 0; i < texts.length; i++) {
                bytes[i] = texts[i].getBytes(US_ASCII);
            }
            return bytes;
        }
    }
}
