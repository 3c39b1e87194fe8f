package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import local.EventFile;

/** What checkpoints must hold, computed by DuckDB from the event files themselves. */
final class ExpectedEvents {
    private static final List<String> FIELDS = List.of(
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

    private ExpectedEvents() {}

    /** Both sides have the same rows, each as often, and every checkpoint is in order. */
    static void areWhatCheckpointsHold(Collection<EventFile> files, EventlogLake lake) {
        try {
            Path directory = Files.createTempDirectory("expected-");
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
                write(files, lake, directory);
                compare(connection, directory);
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Collection<EventFile> files, EventlogLake lake, Path directory) throws IOException {
        Files.createDirectories(directory.resolve("events"));
        Files.createDirectories(directory.resolve("checkpoints"));
        for (EventFile file : files) {
            if (file.fate() == EventFile.Fate.STORED || file.fate() == EventFile.Fate.SANDBOX) {
                Files.write(directory.resolve("events").resolve(file.name()), file.content());
            }
        }
        for (String key : lake.checkpoints()) {
            Files.write(
                    directory
                            .resolve("checkpoints")
                            .resolve(key.replace("/events", "").replace('/', '#')),
                    lake.object(key));
        }
    }

    private static void compare(Connection connection, Path directory) throws SQLException {
        connection.createStatement().execute("SET TimeZone = 'UTC'");
        connection.createStatement().execute("CREATE TABLE expected AS " + expected(directory));
        connection.createStatement().execute("CREATE TABLE found AS " + found(directory));
        assertThat(DuckDbFile.rows(connection, "FROM expected EXCEPT ALL FROM found"))
                .as("rows that are missing")
                .isEmpty();
        assertThat(DuckDbFile.rows(connection, "FROM found EXCEPT ALL FROM expected"))
                .as("rows too many")
                .isEmpty();
        assertThat(DuckDbFile.rows(connection, "SELECT * FROM (" + ordered(directory) + ") WHERE place <> wanted"))
                .as("rows out of order")
                .isEmpty();
    }

    private static String expected(Path directory) {
        StringBuilder columns = new StringBuilder("{timestamp: 'VARCHAR'");
        FIELDS.forEach(field -> columns.append(", ")
                .append(field)
                .append(field.equals("pipeline_adcid") ? ": 'INTEGER'" : ": 'VARCHAR'"));
        return "SELECT " + String.join(", ", FIELDS).replace("study", "coalesce(study, 'adrc') AS study")
                + ", timestamp::TIMESTAMPTZ AS timestamp, '" + EventlogLake.PREFIX
                + "' || parse_filename(filename) AS source_key, coalesce(study, 'adrc') || '#' || datatype AS place"
                + " FROM read_json('" + directory + "/events/*', filename = true, columns = " + columns + "})"
                + " WHERE NOT starts_with(project_label, 'sandbox-')";
    }

    private static String found(Path directory) {
        return "SELECT " + String.join(", ", FIELDS) + ", timestamp, source_key,"
                + " replace(replace(parse_filename(filename), 'checkpoints#', ''), '.parquet', '') AS place FROM read_parquet('"
                + directory + "/checkpoints/*', filename = true)";
    }

    private static String ordered(Path directory) {
        return "SELECT source_key, row_number() OVER (PARTITION BY filename ORDER BY file_row_number) AS place,"
                + " row_number() OVER (PARTITION BY filename ORDER BY timestamp, encode(source_key)) AS wanted FROM read_parquet('"
                + directory + "/checkpoints/*', filename = true, file_row_number = true)";
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
