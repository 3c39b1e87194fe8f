package routes.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.lake.parquet.ParquetColumn.Kind;

/**
 * Files that others wrote, 1,000 rows by one rule: parquet-java 1.16.0 (pages of version 2, no dictionaries), pyarrow
 * 25.0.1 (version 1; version 2 with every encoding chosen by column, checksums, small pages), Polars 1.44.2 (no map).
 */
class ParquetFixturesTest {
    private static final ParquetSchema SCHEMA = new ParquetSchema(List.of(
            ParquetColumn.required("key", Kind.TEXT),
            ParquetColumn.required("time", Kind.MICROS),
            ParquetColumn.optional("small", Kind.LONG),
            ParquetColumn.optional("real", Kind.REAL),
            ParquetColumn.optional("truth", Kind.TRUTH),
            ParquetColumn.optional("note", Kind.TEXT),
            ParquetColumn.optional("list", Kind.INTEGERS),
            ParquetColumn.optional("map", Kind.TEXTS)));

    @ParameterizedTest
    @ValueSource(strings = {"parquet-java-2", "pyarrow-1", "pyarrow-2", "polars"})
    void everyValueIsRead(String writer) throws IOException {
        ParquetReading reading = reading(writer);
        List<Kind> kinds = List.of(
                Kind.TEXT,
                writer.startsWith("parquet-java") ? Kind.LONG : Kind.MICROS,
                Kind.INTEGER,
                Kind.REAL,
                Kind.TRUTH,
                Kind.TEXT,
                Kind.INTEGERS,
                Kind.TEXTS);
        int columns = writer.equals("polars") ? 7 : 8;
        assertThat(reading.columns()).extracting(ParquetColumn::kind).isEqualTo(kinds.subList(0, columns));
        assertThat(ParquetFiles.rows(reading)).isEqualTo(rows(columns, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyarrow-1", "pyarrow-2", "polars"})
    void everyValueIsMerged(String writer) throws IOException {
        ParquetReading reading = reading(writer);
        byte[] merged = ParquetFiles.writing(
                SCHEMA,
                300,
                out -> ParquetMerge.merge(
                        Optional.of(reading),
                        "time",
                        "key",
                        null,
                        List.<ParquetMerge.Row>of().iterator(),
                        out));
        List<List<@Nullable Object>> expected = rows(reading.columns().size(), true);
        expected.forEach(row -> {
            if (row.size() < 8) {
                row.add(null);
            }
        });
        assertThat(ParquetFiles.rows(merged)).isEqualTo(expected);
    }

    private static List<List<@Nullable Object>> rows(int columns, boolean widened) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add("key %06d".formatted(i));
            row.add(i * 1_000_003L);
            row.add(i % 7 == 0 ? null : widened ? (Object) (long) (i % 50) : (Object) (i % 50));
            row.add(i / 8.0);
            row.add(i % 3 == 0 ? null : i % 2 == 0);
            row.add(i % 5 == 0 ? null : i % 11 == 0 ? "" : "é" + i * 7919L % 1000003);
            row.add(i % 13 == 0 ? null : IntStream.range(0, i % 4).boxed().toList());
            if (columns == 8) {
                row.add(i % 17 == 0 ? null : Map.of("a", "" + i % 9, "b", "x"));
            }
            rows.add(row);
        }
        return rows;
    }

    private static ParquetReading reading(String writer) throws IOException {
        try (InputStream in = ParquetFixturesTest.class.getResourceAsStream(writer + ".parquet")) {
            return ParquetFiles.open(Objects.requireNonNull(in).readAllBytes());
        }
    }
}
