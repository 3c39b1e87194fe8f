package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ColumnValues;
import routes.lake.parquet.ParquetColumn;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSource;

/** Snapshots as text, and what conversion makes of them as plain values. */
final class Snapshots {
    static final long TIME = 1_795_286_400L;
    static final Instant FETCHED_AT = Instant.parse("2026-11-21T18:40:01.234Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STATE = List.of(
            "\"4b1814\"",
            "\"SWR12A  \"",
            "\"Switzerland\"",
            "1795286398",
            "1795286399",
            "8.5492",
            "47.4583",
            "3048.0",
            "false",
            "150.5",
            "271.25",
            "0",
            "null",
            "3070.86",
            "\"0021\"",
            "false",
            "0",
            "4");

    private Snapshots() {}

    /**
     * What conversion makes of a snapshot.
     *
     * @param rows by column, TEXT as String, times in milliseconds, lists as List
     * @param lines of the rejected states
     */
    record Result(Converted converted, byte[] parquet, List<Map<String, @Nullable Object>> rows, List<String> lines) {

        Map<String, @Nullable Object> row() {
            if (rows.size() != 1) {
                throw new AssertionError(rows.size() + " rows, rejected: " + lines);
            }
            return rows.get(0);
        }

        List<JsonNode> rejected() {
            return lines.stream().map(Snapshots::tree).toList();
        }

        String reason() {
            return rejected().get(0).path("reason").asText();
        }
    }

    /** A good state of 18 positions, with other values at some positions: position, JSON, position, JSON. */
    static String state(Object... changes) {
        List<String> state = new ArrayList<>(STATE);
        for (int i = 0; i < changes.length; i += 2) {
            state.set((Integer) changes[i], (String) changes[i + 1]);
        }
        return "[" + String.join(",", state) + "]";
    }

    static String snapshot(String... states) {
        return "{\"time\":" + TIME + ",\"states\":[" + String.join(",", states) + "]}";
    }

    static Result convert(String json) {
        return convert(json.getBytes(UTF_8), Conversion.MOST_ROWS);
    }

    static Result convert(byte[] json, int rowsOfGroup) {
        ByteArrayOutputStream parquet = new ByteArrayOutputStream();
        ByteArrayOutputStream rejected = new ByteArrayOutputStream();
        try {
            Converted converted = new Conversion(rowsOfGroup)
                    .convert(() -> new ByteArrayInputStream(json), Optional.of(FETCHED_AT), parquet, rejected);
            byte[] file = parquet.toByteArray();
            return new Result(
                    converted,
                    file,
                    rows(file),
                    rejected.toString(UTF_8).lines().toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static ParquetReading open(byte[] file) throws IOException {
        return ParquetReading.open(new ParquetSource() {
            @Override
            public long length() {
                return file.length;
            }

            @Override
            public void read(long position, byte[] into, int offset, int count) {
                System.arraycopy(file, (int) position, into, offset, count);
            }
        });
    }

    private static List<Map<String, @Nullable Object>> rows(byte[] file) throws IOException {
        ParquetReading reading = open(file);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int group = 0; group < reading.groups(); group++) {
            int before = rows.size();
            for (int i = 0; i < reading.rows(group); i++) {
                rows.add(new LinkedHashMap<>());
            }
            for (ParquetColumn column : reading.columns()) {
                ColumnValues values = reading.values(group, column.name());
                for (int i = before; values.next(); i++) {
                    rows.get(i).put(column.name(), values.isNull() ? null : value(values, column.kind()));
                }
            }
        }
        return rows;
    }

    private static Object value(ColumnValues values, ParquetColumn.Kind kind) {
        return switch (kind) {
            case TEXT -> new String(values.text(), UTF_8);
            case INTEGER -> values.integer();
            case MILLIS -> values.number();
            case REAL -> values.real();
            case TRUTH -> values.truth();
            case INTEGERS -> Arrays.stream(values.integers()).boxed().toList();
            default -> throw new AssertionError(kind);
        };
    }
}
