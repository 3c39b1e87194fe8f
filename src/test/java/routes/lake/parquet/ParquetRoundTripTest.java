package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.ParquetColumn.Kind;

class ParquetRoundTripTest {
    private static final ParquetSchema TEXT = new ParquetSchema(List.of(ParquetColumn.required("text", Kind.TEXT)));

    @Test
    void aRequiredColumnWithoutAValueIsNamed() {
        ParquetFiles.writing(
                TEXT,
                10,
                out -> assertThatThrownBy(out::endRow)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("column text is empty, expected a value because it is required"));
        ParquetFiles.writing(
                TEXT,
                10,
                out -> assertThatThrownBy(() -> out.nothing(0))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("column text is empty, expected a value because it is required"));
    }

    @Test
    void aSecondValueInARowIsRefused() {
        ParquetFiles.writing(TEXT, 10, out -> {
            out.text(0, new byte[3]);
            assertThatThrownBy(() -> out.text(0, new byte[3]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("column text got a second value, expected one a row");
            out.endRow();
        });
    }

    @Test
    void aValueOfAnotherKindIsRefused() {
        ParquetFiles.writing(
                TEXT,
                10,
                out -> assertThatThrownBy(() -> out.integer(0, 3))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("column text got a value of kind INTEGER, expected TEXT"));
    }

    @Test
    void aSchemaHasEveryNameOnceAndNothingThatCannotBeWritten() {
        ParquetColumn column = ParquetColumn.optional("a", Kind.LONG);
        assertThatThrownBy(() -> new ParquetSchema(List.of(column, column)))
                .hasMessage("column a is there twice, expected once");
        assertThatThrownBy(() -> new ParquetSchema(List.of(ParquetColumn.optional("a", Kind.OTHER))))
                .hasMessage("column a is of kind OTHER, expected one that can be written");
        assertThatThrownBy(() -> new ParquetSchema(List.of()))
                .hasMessage("a schema has no columns, expected at least one");
        assertThatThrownBy(() -> TEXT.index("b")).hasMessage("column b is not in the schema, expected one of [text]");
    }

    @Test
    void whatIsWrittenIsRead() {
        Cases.forAll(cases -> {
            ParquetSchema schema = AnyRows.schema(cases);
            List<List<@Nullable Object>> rows = AnyRows.rows(cases, schema, cases.number(0, 3000));
            int rowsOfGroup = cases.number(1, 1000);
            byte[] file = ParquetFiles.write(schema, rowsOfGroup, rows);
            ParquetReading reading = ParquetFiles.open(file);
            assertThat(reading.columns()).isEqualTo(schema.columns());
            assertThat(reading.rows()).isEqualTo(rows.size());
            assertThat(reading.groups()).isEqualTo((rows.size() + rowsOfGroup - 1) / rowsOfGroup);
            assertThat(ParquetFiles.rows(reading)).isEqualTo(rows);
            assertThat(ParquetFiles.write(schema, rowsOfGroup, rows)).isEqualTo(file);
        });
    }

    @Test
    void statisticsHoldTheLeastTheMostAndTheNumberOfEmptyOnes() {
        Cases.forAll(cases -> {
            ParquetSchema schema = new ParquetSchema(List.of(
                    ParquetColumn.optional("integer", Kind.INTEGER),
                    ParquetColumn.optional("long", Kind.LONG),
                    ParquetColumn.optional("micros", Kind.MICROS),
                    ParquetColumn.optional("text", Kind.TEXT)));
            List<List<@Nullable Object>> rows = AnyRows.rows(cases, schema, cases.number(1, 6000));
            ParquetReading file = ParquetFiles.open(ParquetFiles.write(schema, 10_000, rows));
            for (int i = 0; i < 3; i++) {
                int column = i;
                var numbers = rows.stream()
                        .map(row -> (Number) row.get(column))
                        .filter(Objects::nonNull)
                        .mapToLong(Number::longValue)
                        .summaryStatistics();
                var range = file.range(0, schema.columns().get(i).name());
                if (numbers.getCount() == 0) {
                    assertThat(range).isEmpty();
                } else {
                    assertThat(range).contains(new Range(numbers.getMin(), numbers.getMax()));
                }
                assertThat(file.group(0).chunks().get(i).stats().empty()).isEqualTo(rows.size() - numbers.getCount());
            }
            List<byte[]> texts = rows.stream()
                    .map(row -> (String) row.get(3))
                    .filter(Objects::nonNull)
                    .map(text -> text.getBytes(UTF_8))
                    .sorted(Arrays::compareUnsigned)
                    .toList();
            if (!texts.isEmpty()) {
                assertThat(file.group(0).chunks().get(3).stats().least()).isEqualTo(texts.get(0));
                assertThat(file.group(0).chunks().get(3).stats().most()).isEqualTo(texts.get(texts.size() - 1));
            }
        });
    }

    @Test
    void aColumnOfFewValuesHasADictionaryAndOneOfManyHasNone() {
        byte[] file = texts(30_000, i -> "value " + i % 10);
        assertThat(chunk(file).dictionary()).isPositive();
        assertThat(chunk(file).size()).isLessThan(30_000);
        assertThat(chunk(texts(30_000, i -> "value " + i)).dictionary()).isZero();
    }

    @Test
    void aDictionaryThatGrowsTooLargeEndsWithinTheColumn() {
        String filling = "x".repeat(100);
        byte[] file = texts(60_000, i -> i < 25_000 ? "value " + i % 10 : filling + i / 2);
        assertThat(chunk(file).dictionary()).isPositive();
        assertThat(chunk(file).encodings()).contains(Encoding.PLAIN, Encoding.RLE_DICTIONARY);
        assertThat(new String(Objects.requireNonNull(chunk(file).stats().least()), UTF_8))
                .isEqualTo("value 0");
    }

    @Test
    void aDictionaryHasHalfAMebibyteAtMost() {
        ParquetSchema schema = new ParquetSchema(List.of(ParquetColumn.required("number", Kind.LONG)));
        byte[] file = ParquetFiles.writing(schema, 1_000_000, out -> {
            for (int i = 0; i < 200_000; i++) {
                out.number(0, i < 5_000 ? i % 10 : i / 2 * 0x9e3779b97f4a7c15L);
                out.endRow();
            }
        });
        assertThat(chunk(file).data() - chunk(file).dictionary()).isBetween(500_000L, 525_000L);
    }

    @Test
    void largeValuesBreakNoLimit() {
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        byte[] file = ParquetFiles.writing(TEXT, 1000, out -> {
            for (int i = 0; i < 40; i++) {
                large[0] = (byte) i;
                out.text(0, i % 5 == 0 ? new byte[0] : large);
                out.endRow();
            }
        });
        ParquetReading reading = ParquetFiles.open(file);
        assertThat(reading.groups()).isGreaterThan(1);
        assertThat(chunk(file).stats().least()).isNull();
        List<Integer> lengths = new ArrayList<>();
        for (int group = 0; group < reading.groups(); group++) {
            ParquetFiles.column(reading, group, reading.columns().get(0))
                    .forEach(value -> lengths.add(((String) Objects.requireNonNull(value)).length()));
        }
        assertThat(lengths).hasSize(40);
        assertThat(lengths.stream().filter(length -> length == 0)).hasSize(8);
    }

    @Test
    void theRowsThatAreLeftAreReadAsRealsAtOnce() {
        ParquetSchema schema = new ParquetSchema(List.of(
                ParquetColumn.optional("real", Kind.REAL),
                ParquetColumn.optional("time", Kind.MILLIS),
                ParquetColumn.optional("truth", Kind.TRUTH)));
        int rows = 3 * Batch.MOST;
        byte[] file = ParquetFiles.writing(schema, rows, out -> {
            for (int row = 0; row < rows; row++) {
                if (row % 3 > 0) {
                    out.real(0, row / 4.0);
                    out.number(1, row);
                    out.truth(2, row % 2 == 1);
                }
                out.endRow();
            }
        });
        for (int column = 0; column < 3; column++) {
            ColumnValues values = values(file, schema.columns().get(column).name());
            double[] found = new double[rows + 1];
            Arrays.fill(found, -1);
            values.next();
            values.reals(found, 2);
            assertThat(found).startsWith(-1, -1);
            for (int row = 1; row < rows; row++) {
                double[] wanted = {row / 4.0, row, row % 2};
                assertThat(found[row + 1]).isEqualTo(Double.valueOf(row % 3 > 0 ? wanted[column] : Double.NaN));
            }
            assertThat(values.next()).isFalse();
        }
    }

    @Test
    void aColumnOfTextsIsNotReadAsReals() {
        byte[] file = texts(3, row -> "a");
        assertThatThrownBy(() -> values(file, "text").reals(new double[3], 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("column text was asked for numbers, expected TEXT");
    }

    private static ColumnValues values(byte[] file, String column) {
        try {
            return ParquetFiles.open(file).values(0, column);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aListOfManyNumbersIsOneRow() {
        ParquetSchema schema = new ParquetSchema(List.of(ParquetColumn.required("list", Kind.INTEGERS)));
        List<Integer> numbers = IntStream.range(0, 50_000).boxed().toList();
        List<List<@Nullable Object>> rows = List.of(List.of(numbers), List.of(List.of()), List.of(numbers));
        assertThat(ParquetFiles.rows(ParquetFiles.write(schema, 10, rows))).isEqualTo(rows);
    }

    @Test
    void openingReadsOnceAndAColumnIsReadAtOnce() throws Exception {
        ParquetFiles.InMemory source = new ParquetFiles.InMemory(texts(300_000, i -> "value " + i));
        ParquetReading reading = ParquetReading.open(source);
        assertThat(source.reads()).hasValue(1);
        ColumnValues values = reading.values(0, "text");
        while (values.next()) {
            assertThat(values.isNull()).isFalse();
        }
        assertThat(source.reads()).hasValue(2);
    }

    @Test
    void aFooterLongerThanTheTailIsReadByASecondRead() throws Exception {
        ParquetFiles.InMemory source =
                new ParquetFiles.InMemory(ParquetFiles.write(TEXT, 1, Collections.nCopies(2000, List.of("a"))));
        ParquetReading reading = ParquetReading.open(source);
        assertThat(source.reads()).hasValue(2);
        assertThat(reading.groups()).isEqualTo(2000);
    }

    @Test
    void theFooterHoldsMetadataAndTheFingerprint() throws Exception {
        var bytes = new ByteArrayOutputStream();
        ParquetWriting out = new ParquetWriting(bytes, TEXT, 10);
        out.finish(Map.of("by", "a test"));
        assertThat(out.bytes()).isEqualTo(bytes.size());
        assertThat(ParquetFiles.open(bytes.toByteArray()).metadata())
                .isEqualTo(Map.of("by", "a test", "schema-fingerprint", TEXT.fingerprint()));
        assertThat(TEXT.fingerprint())
                .hasSize(64)
                .isNotEqualTo(new ParquetSchema(List.of(ParquetColumn.optional("text", Kind.TEXT))).fingerprint());
    }

    @Test
    void aCopiedGroupKeepsItsBytes() {
        Cases.forAll(cases -> {
            ParquetSchema schema = AnyRows.schema(cases);
            List<List<@Nullable Object>> rows = AnyRows.rows(cases, schema, cases.number(1, 500));
            byte[] first = ParquetFiles.write(schema, 100, rows);
            ParquetReading reading = ParquetFiles.open(first);
            byte[] second = ParquetFiles.writing(schema, 100, out -> {
                for (int group = 0; group < reading.groups(); group++) {
                    out.copy(reading, group);
                }
                assertThat(out.rows()).isEqualTo(rows.size());
            });
            assertThat(second).isEqualTo(first);
            byte[] third = ParquetFiles.writing(schema, 100, out -> {
                ParquetFiles.set(out, schema, rows.get(0));
                out.endRow();
                out.copy(reading, 0);
            });
            List<List<@Nullable Object>> expected = new ArrayList<>(rows.subList(0, Math.min(100, rows.size())));
            expected.add(0, rows.get(0));
            assertThat(ParquetFiles.rows(third)).isEqualTo(expected);
        });
    }

    @Test
    void aGroupOfOtherColumnsIsNotCopied() {
        ParquetReading other = ParquetFiles.open(texts(3, i -> "a"));
        ParquetSchema schema = new ParquetSchema(List.of(ParquetColumn.optional("text", Kind.TEXT)));
        ParquetFiles.writing(
                schema,
                10,
                out -> assertThatThrownBy(() -> out.copy(other, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("a row group to copy has the columns"));
    }

    private interface Text {
        String of(int row);
    }

    private static byte[] texts(int rows, Text text) {
        return ParquetFiles.writing(TEXT, 1_000_000, out -> {
            for (int i = 0; i < rows; i++) {
                out.text(0, text.of(i).getBytes(UTF_8));
                out.endRow();
            }
        });
    }

    private static Chunk chunk(byte[] file) {
        return ParquetFiles.open(file).group(0).chunks().get(0);
    }
}
