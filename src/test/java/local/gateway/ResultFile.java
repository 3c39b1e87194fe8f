package local.gateway;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBStruct;

/** Writes a result as Athena's CSV: everything in double quotes, except what is null, which is nothing at all. */
final class ResultFile {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private ResultFile() {}

    /** @return the number of rows, the header not counted */
    static long write(ResultSet rows, List<AthenaColumn> columns, Path file) throws SQLException, IOException {
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write(line(columns.stream().map(AthenaColumn::name).toList()));
            long written = 0;
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.clear();
                for (int i = 1; i <= columns.size(); i++) {
                    values.add(value(rows, i, columns.get(i - 1).type()));
                }
                csv.write(line(values));
                written++;
            }
            return written;
        }
    }

    private static String line(List<String> values) {
        return values.stream()
                .map(value -> value == null ? "" : '"' + value.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }

    private static String value(ResultSet rows, int column, String type) throws SQLException {
        if (rows.getObject(column) == null) {
            return null;
        }
        return switch (type) {
            case "timestamp" -> text(rows.getObject(column, LocalDateTime.class));
            case "varbinary" -> HexFormat.ofDelimiter(" ").formatHex(rows.getBytes(column));
            default -> text(rows.getObject(column));
        };
    }

    private static String text(Object value) throws SQLException {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof LocalDateTime time) {
            return timestamp(time);
        } else if (value instanceof Timestamp time) {
            return timestamp(time.toLocalDateTime());
        } else if (value instanceof OffsetDateTime time) {
            return timestamp(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()) + " UTC";
        } else if (value instanceof LocalTime time) {
            return TIME.format(time);
        } else if (value instanceof Array array) {
            List<String> elements = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                elements.add(text(element));
            }
            return elements.toString();
        } else if (value instanceof DuckDBStruct struct) {
            return entries(struct.getMap());
        } else if (value instanceof Map<?, ?> map) {
            return entries(map);
        }
        return String.valueOf(value);
    }

    /** Athena's timestamps have three digits; those of Iceberg tables may need six. */
    private static String timestamp(LocalDateTime time) {
        return (time.getNano() % 1_000_000 == 0 ? MILLIS : MICROS).format(time);
    }

    private static String entries(Map<?, ?> map) throws SQLException {
        List<String> entries = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            entries.add(text(entry.getKey()) + "=" + text(entry.getValue()));
        }
        return entries.stream().collect(Collectors.joining(", ", "{", "}"));
    }
}
