package routes.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.Cases;
import routes.lake.parquet.ParquetColumn.Kind;

/** DuckDB reads what we write, and we read what DuckDB writes. */
class ParquetOfOthersTest {
    private static final ParquetSchema SCHEMA = new ParquetSchema(List.of(
            ParquetColumn.required("time", Kind.MICROS),
            ParquetColumn.required("key", Kind.TEXT),
            ParquetColumn.optional("small", Kind.INTEGER),
            ParquetColumn.optional("large", Kind.LONG),
            ParquetColumn.optional("real", Kind.REAL),
            ParquetColumn.optional("truth", Kind.TRUTH),
            ParquetColumn.optional("note", Kind.TEXT),
            ParquetColumn.optional("list", Kind.INTEGERS),
            ParquetColumn.optional("map", Kind.TEXTS)));

    /** Row i of a file that DuckDB writes; the same values as {@link #row}. */
    private static final String SELECT = """
            SELECT make_timestamptz(i * 1000000 + 5) AS time,
                   'key ' || lpad(i::VARCHAR, 6, '0') AS key,
                   CASE WHEN i % 7 = 0 THEN NULL ELSE (i % 50)::INTEGER END AS small,
                   i * 123456789::BIGINT AS large,
                   i / 8.0::DOUBLE AS real,
                   CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END AS truth,
                   CASE WHEN i % 5 = 0 THEN NULL WHEN i % 11 = 0 THEN '' ELSE 'é' || (i * 7919 % 1000003) END AS note,
                   CASE WHEN i % 13 = 0 THEN NULL ELSE [x::INTEGER FOR x IN range(i % 4)] END AS list,
                   CASE WHEN i % 17 = 0 THEN NULL ELSE MAP {'a': (i % 9)::VARCHAR, 'b': 'x'} END AS map
            FROM range(ROWS) t(i) ORDER BY i
            """;

    @TempDir
    Path directory;

    private Connection duckdb;

    @BeforeEach
    void connect() throws SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET TimeZone='UTC'");
    }

    @AfterEach
    void disconnect() throws SQLException {
        duckdb.close();
    }

    @Test
    void aCodecThatIsNotReadIsNamed() throws Exception {
        execute("COPY (SELECT 'a' AS text) TO '" + path() + "' (FORMAT parquet, COMPRESSION zstd)");
        ParquetReading reading = ParquetFiles.open(Files.readAllBytes(path()));
        assertThatThrownBy(() -> reading.values(0, "text"))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("column text has codec ZSTD, expected SNAPPY or UNCOMPRESSED");
    }

    @Test
    void aTypeThatIsNotOursIsNamedByAMerge() throws Exception {
        execute("COPY (SELECT make_timestamptz(5) AS time, 'k' AS key, TIMESTAMP '2026-01-01' AS small,"
                + " 1::DECIMAL(5,2) AS large) TO '" + path() + "' (FORMAT parquet)");
        ParquetReading reading = ParquetFiles.open(Files.readAllBytes(path()));
        assertThat(reading.columns())
                .extracting(ParquetColumn::kind)
                .containsExactly(Kind.MICROS, Kind.TEXT, Kind.OTHER, Kind.OTHER);
        assertThatThrownBy(() -> ParquetFiles.writing(SCHEMA, 10, out -> merge(reading, out)))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("column small has type INT64 (timestamp of 1000 ns without a zone), expected INTEGER");
    }

    @ParameterizedTest
    @CsvSource({
        "V1, snappy, 30",
        "V1, uncompressed, 5000",
        "V2, snappy, 30",
        "V2, snappy, 5000",
        "V2, uncompressed, 5000",
        "V1, snappy, 60000"
    })
    void whatDuckDbWritesIsReadAndMerged(String version, String codec, int count) throws Exception {
        execute("COPY (" + SELECT.replace("ROWS", "" + count) + ") TO '" + path()
                + "' (FORMAT parquet, PARQUET_VERSION " + version + ", COMPRESSION " + codec
                + ", ROW_GROUP_SIZE 40000)");
        byte[] file = Files.readAllBytes(path());
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(row(i));
        }
        ParquetReading reading = ParquetFiles.open(file);
        assertThat(reading.columns())
                .extracting(ParquetColumn::kind)
                .isEqualTo(SCHEMA.columns().stream().map(ParquetColumn::kind).toList());
        assertThat(reading.range(0, "time"))
                .contains(new Range(5, (Math.min(count, reading.rows(0)) - 1) * 1_000_000 + 5));
        assertThat(ParquetFiles.rows(reading)).isEqualTo(expected);
        byte[] merged = ParquetFiles.writing(SCHEMA, 10_000, out -> merge(reading, out));
        assertThat(ParquetFiles.rows(merged)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, REAL, 1.5, 1.5", "SMALLINT, LONG, 1, 1", "BIGINT, LONG, 3, 3"})
    void whatOthersStoreInLessIsWidened(String type, Kind kind, String value, String expected) throws Exception {
        execute("COPY (SELECT make_timestamptz(5) AS time, 'k' AS key, " + value + "::" + type + " AS x) TO '" + path()
                + "' (FORMAT parquet)");
        ParquetReading reading = ParquetFiles.open(Files.readAllBytes(path()));
        ParquetSchema schema = new ParquetSchema(
                List.of(SCHEMA.columns().get(0), SCHEMA.columns().get(1), ParquetColumn.optional("x", kind)));
        byte[] merged = ParquetFiles.writing(schema, 10, out -> merge(reading, out));
        assertThat(text(ParquetFiles.rows(merged).get(0).get(2))).isEqualTo(expected);
    }

    @Test
    void everyEncodingOfVersionTwoIsThere() throws Exception {
        execute("COPY (" + SELECT.replace("ROWS", "50000") + ") TO '" + path()
                + "' (FORMAT parquet, PARQUET_VERSION V2)");
        assertThat(texts("SELECT DISTINCT encodings FROM parquet_metadata('" + path() + "') ORDER BY 1")
                        .toString())
                .contains("DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY");
    }

    @Test
    void duckDbReadsWhatWeWriteInOrderWithTypesAndNulls() throws Exception {
        int count = 30_000;
        write(ParquetFiles.writing(SCHEMA, 9_000, out -> {
            for (int i = 0; i < count; i++) {
                ParquetFiles.set(out, SCHEMA, row(i));
                out.endRow();
            }
        }));
        String ours = "SELECT * FROM '" + path() + "'";
        String theirs = SELECT.replace("ROWS", "" + count);
        assertThat(texts("SELECT column_type FROM (DESCRIBE " + ours + ")"))
                .containsExactly(
                        "TIMESTAMP WITH TIME ZONE",
                        "VARCHAR",
                        "INTEGER",
                        "BIGINT",
                        "DOUBLE",
                        "BOOLEAN",
                        "VARCHAR",
                        "INTEGER[]",
                        "MAP(VARCHAR, VARCHAR)");
        assertThat(texts("SELECT count(*) FROM ((" + ours + ") EXCEPT ALL (" + theirs + "))"))
                .containsExactly("0");
        assertThat(texts("SELECT count(*) FROM ((" + theirs + ") EXCEPT ALL (" + ours + "))"))
                .containsExactly("0");
        assertThat(texts("SELECT count(*) FROM (SELECT time < lag(time) OVER () AS falls FROM '" + path()
                        + "') WHERE falls"))
                .containsExactly("0");
        assertThat(texts("SELECT stats_null_count FROM parquet_metadata('" + path()
                        + "') WHERE row_group_id = 0 AND path_in_schema = 'small'"))
                .containsExactly("1286");
        assertThat(texts("SELECT key FROM '" + path() + "' WHERE time = make_timestamptz(12345000005)"))
                .containsExactly("key 012345");
        assertThat(texts("SELECT key FROM '" + path() + "' WHERE key > 'key 029998'"))
                .containsExactly("key 029999");
        assertThat(texts("SELECT value::VARCHAR FROM parquet_kv_metadata('" + path() + "')"))
                .containsExactly(SCHEMA.fingerprint());
    }

    @Test
    void duckDbReadsRowsOfAnyShape() {
        Cases.forAll(cases -> {
            ParquetSchema schema = AnyRows.schema(cases);
            List<List<@Nullable Object>> rows = AnyRows.rows(cases, schema, cases.number(0, 300));
            write(ParquetFiles.write(schema, cases.number(1, 200), rows));
            for (int i = 0; i < schema.columns().size(); i++) {
                int column = i;
                String name = "c" + i;
                List<@Nullable String> expected = new ArrayList<>();
                rows.forEach(row -> expected.add(row.get(column) == null ? null : text(row.get(column))));
                boolean plain =
                        switch (schema.columns().get(i).kind()) {
                            case TEXT, INTEGER, LONG, TRUTH -> true;
                            default -> false;
                        };
                if (plain) {
                    assertThat(texts("SELECT " + name + "::VARCHAR FROM '" + path() + "'"))
                            .isEqualTo(expected);
                } else if (schema.columns().get(i).kind() != Kind.MILLIS) {
                    // DuckDB turns milliseconds into microseconds, which the extremes do not fit.
                    assertThat(texts("SELECT count(" + name + ") FROM '" + path() + "'"))
                            .containsExactly(""
                                    + expected.stream()
                                            .filter(value -> value != null)
                                            .count());
                }
            }
        });
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static void merge(ParquetReading reading, ParquetWriting out) throws IOException {
        ParquetMerge.merge(
                Optional.of(reading),
                "time",
                "key",
                null,
                List.<ParquetMerge.Row>of().iterator(),
                out);
    }

    private static List<@Nullable Object> row(long i) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(i * 1_000_000 + 5);
        row.add("key %06d".formatted(i));
        row.add(i % 7 == 0 ? null : (int) (i % 50));
        row.add(i * 123456789);
        row.add(i / 8.0);
        row.add(i % 3 == 0 ? null : i % 2 == 0);
        row.add(i % 5 == 0 ? null : i % 11 == 0 ? "" : "é" + i * 7919 % 1000003);
        row.add(i % 13 == 0 ? null : IntStream.range(0, (int) (i % 4)).boxed().toList());
        row.add(i % 17 == 0 ? null : Map.of("a", "" + i % 9, "b", "x"));
        return row;
    }

    private Path path() {
        return directory.resolve("file.parquet");
    }

    private void write(byte[] file) throws IOException {
        Files.write(path(), file);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<@Nullable String> texts(String sql) throws SQLException {
        List<@Nullable String> found = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
