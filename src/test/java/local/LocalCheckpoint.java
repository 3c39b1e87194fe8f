package local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A checkpoint as DuckDB reads it, who knows nothing of us.
 *
 * @param events what each row says, by the key of its file; in the order of the rows
 * @param rows how many
 * @param sorted whether they are in the order of time, then of keys
 * @param first when its first event happened, as it is printed; empty when there is none
 * @param last when its last one did
 */
record LocalCheckpoint(Map<String, String> events, long rows, boolean sorted, String first, String last) {
    /** Its columns but for the time and those that name the file. */
    private static final List<String> TEXTS = List.of(
            "action",
            "study",
            "pipeline_adcid",
            "project_label",
            "center_label",
            "gear_name",
            "ptid",
            "visit_date",
            "visit_number",
            "datatype",
            "module",
            "packet");

    private static final String NULL = "\u2205";

    static LocalCheckpoint of(byte[] parquet) {
        try {
            Path file = Files.createTempFile("checkpoint-", ".parquet");
            try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duckDb.createStatement()) {
                Files.write(file, parquet);
                statement.execute("SET TimeZone = 'UTC'");
                return read(statement, "read_parquet('" + file + "', file_row_number = true)");
            } finally {
                Files.delete(file);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB cannot read the checkpoint: " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw new UncheckedIOException("no place for a checkpoint", failure);
        }
    }

    private static LocalCheckpoint read(Statement statement, String file) throws SQLException {
        String texts = TEXTS.stream()
                .map(column -> "coalesce(CAST(" + column + " AS VARCHAR), '" + NULL + "')")
                .collect(Collectors.joining(", "));
        Map<String, String> events = new LinkedHashMap<>();
        long rows = 0;
        try (ResultSet found = statement.executeQuery("SELECT source_key, concat_ws('|', " + texts
                + ", epoch_us(timestamp), source_etag) FROM " + file + " ORDER BY file_row_number")) {
            while (found.next()) {
                events.put(found.getString(1), found.getString(2));
                rows++;
            }
        }
        String place = " OVER (ORDER BY file_row_number)";
        String before = "lag((timestamp, source_key), 1, (timestamp, source_key))" + place;
        try (ResultSet found = statement.executeQuery("SELECT coalesce(bool_and(rises), true), " + second("min") + ", "
                + second("max") + " FROM (SELECT timestamp, (timestamp, source_key) >= " + before + " AS rises FROM "
                + file + ")")) {
            found.next();
            return new LocalCheckpoint(events, rows, found.getBoolean(1), found.getString(2), found.getString(3));
        }
    }

    private static String second(String which) {
        return "coalesce(strftime(" + which + "(timestamp) AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S'), '')";
    }

    /** What the row of a file must say. */
    static String of(EventFile file, String eTag) {
        String texts = TEXTS.stream()
                .map(column -> file.fields().get(column))
                .map(value -> value == null ? NULL : value.toString())
                .collect(Collectors.joining("|"));
        return texts + "|" + ChronoUnit.MICROS.between(Instant.EPOCH, file.time()) + "|" + eTag;
    }
}
