package routes.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parquet files as DuckDB reads and writes them, which knows nothing of us. */
final class DuckDbFile {

    private DuckDbFile() {}

    /** What DuckDB answers to a question about a file, which stands as {@code %s} in it. */
    static List<Map<String, Object>> query(String sql, byte[] file) {
        return in(file, (connection, path) -> rows(connection, sql.formatted("read_parquet('" + path + "')")));
    }

    /** The file that DuckDB writes of the rows of another, which stands as {@code %s} in their selection. */
    static byte[] rewritten(String select, byte[] file) {
        return in(file, (connection, path) -> {
            Path copy = path.resolveSibling(path.getFileName() + "-copy");
            try {
                connection
                        .createStatement()
                        .execute("COPY (" + select.formatted("read_parquet('" + path + "')") + ") TO '" + copy
                                + "' (FORMAT parquet)");
                return Files.readAllBytes(copy);
            } finally {
                Files.deleteIfExists(copy);
            }
        });
    }

    /** What is done with a file. */
    private interface Work<T> {
        T with(Connection connection, Path file) throws IOException, SQLException;
    }

    private static <T> T in(byte[] file, Work<T> work) {
        @Nullable Path path = null;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            path = Files.createTempFile("checkpoint-", ".parquet");
            Files.write(path, file);
            return work.with(connection, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            delete(path);
        }
    }

    /** Rows of an answer, each by the names of its columns in their order. */
    static List<Map<String, Object>> rows(Connection connection, String sql) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ResultSet answer = connection.createStatement().executeQuery(sql)) {
            while (answer.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    row.put(answer.getMetaData().getColumnName(column), answer.getObject(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static void delete(@Nullable Path path) {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
