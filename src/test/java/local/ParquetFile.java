package local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A Parquet file with the rows of a query, written by DuckDB.
 *
 * @param content the file
 * @param rows how many
 */
public record ParquetFile(byte[] content, long rows) {
    /** @param select a query in DuckDB's SQL, as in {@code SELECT i AS id FROM range(10) AS r(i)} */
    public static ParquetFile of(String select) {
        try {
            Path directory = Files.createTempDirectory("parquet-");
            Path file = directory.resolve("rows.parquet");
            try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duckDb.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
                long rows = statement.executeLargeUpdate("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
                return new ParquetFile(Files.readAllBytes(file), rows);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB wrote no Parquet file: " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw new UncheckedIOException("no place for a Parquet file", failure);
        }
    }
}
