package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ParquetColumn.Kind;

/** Files in memory, and rows as plain values: String, Integer, Long, Double, Boolean, List of Integer, Map. */
final class ParquetFiles {

    private ParquetFiles() {}

    /** A file in memory that counts its reads. */
    record InMemory(byte[] bytes, AtomicInteger reads) implements ParquetSource {

        InMemory(byte[] bytes) {
            this(bytes, new AtomicInteger());
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] into, int offset, int count) throws IOException {
            if (position < 0 || position + count > bytes.length) {
                throw new IOException("read of " + count + " bytes at " + position + " of " + bytes.length);
            }
            reads.incrementAndGet();
            System.arraycopy(bytes, (int) position, into, offset, count);
        }
    }

    static ParquetReading open(byte[] bytes) {
        try {
            return ParquetReading.open(new InMemory(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] write(ParquetSchema schema, int rowsOfGroup, List<List<@Nullable Object>> rows) {
        return writing(
                schema,
                rowsOfGroup,
                out -> rows.forEach(row -> {
                    set(out, schema, row);
                    out.endRow();
                }));
    }

    /** What is written between the beginning and the footer. */
    interface Content {
        void to(ParquetWriting out) throws IOException;
    }

    static byte[] writing(ParquetSchema schema, int rowsOfGroup, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ParquetWriting out = new ParquetWriting(bytes, schema, rowsOfGroup)) {
            content.to(out);
            out.finish(Map.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    static void set(ParquetWriting out, ParquetSchema schema, List<@Nullable Object> row) {
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            if (value == null) {
                out.nothing(i);
                continue;
            }
            switch (schema.columns().get(i).kind()) {
                case TEXT -> out.text(i, ((String) value).getBytes(UTF_8));
                case INTEGER -> out.integer(i, (Integer) value);
                case LONG, MILLIS, MICROS -> out.number(i, (Long) value);
                case REAL -> out.real(i, (Double) value);
                case TRUTH -> out.truth(i, (Boolean) value);
                case INTEGERS -> {
                    int[] numbers = ((List<Integer>) value)
                            .stream().mapToInt(Integer::intValue).toArray();
                    out.integers(i, numbers, numbers.length);
                }
                case TEXTS -> out.texts(i, (Map<String, String>) value);
                default -> throw new AssertionError();
            }
        }
    }

    static List<List<@Nullable Object>> rows(byte[] file) {
        return rows(open(file));
    }

    static List<List<@Nullable Object>> rows(ParquetReading file) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int group = 0; group < file.groups(); group++) {
            int before = rows.size();
            for (int row = 0; row < file.rows(group); row++) {
                rows.add(new ArrayList<>());
            }
            for (ParquetColumn column : file.columns()) {
                List<@Nullable Object> values = column(file, group, column);
                for (int row = 0; row < values.size(); row++) {
                    rows.get(before + row).add(values.get(row));
                }
            }
        }
        return rows;
    }

    static List<@Nullable Object> column(ParquetReading file, int group, ParquetColumn column) {
        List<@Nullable Object> found = new ArrayList<>();
        try {
            ColumnValues values = file.values(group, column.name());
            while (values.next()) {
                found.add(values.isNull() ? null : value(values, column.kind()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static Object value(ColumnValues values, Kind kind) {
        return switch (kind) {
            case TEXT -> new String(values.text(), UTF_8);
            case INTEGER -> values.integer();
            case LONG, MILLIS, MICROS -> values.number();
            case REAL -> values.real();
            case TRUTH -> values.truth();
            case INTEGERS -> Arrays.stream(values.integers()).boxed().toList();
            case TEXTS -> values.texts();
            case OTHER -> "other";
        };
    }
}
