package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import routes.Cases;

class RecordBatchesTest {
    private static final List<ResultColumn> COLUMNS = AthenaCsv.columns("id", "bigint", "name", "varchar");
    private static final String HEADER = "\"id\",\"name\"\n";
    private static final String FIVE_ROWS = HEADER + "\"1\",\"a\"\n\"2\",\"b\nb\"\n\"3\",\n\"4\",\"d\"\n\"5\",\"\"\n";
    private static final IntPredicate ALL = number -> true;

    @Test
    void aResultWithoutAHeaderIsNotCounted() {
        assertThatThrownBy(() -> RecordBatches.count(InputStream.nullInputStream()))
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("result has no header, expected a row with names of columns");
    }

    @Test
    void aResultThatIsCutOffInAValueIsNotCounted() {
        assertThatThrownBy(() -> count(HEADER + "\"1\",\"a\"\n\"2\",\"secret\n"))
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("row 2 of the result is cut off in a quoted value");
        assertThatThrownBy(() -> count("\"id")).hasMessage("header of the result is cut off in a quoted value");
    }

    @Test
    void lineEndsOutsideOfQuotesAreCounted() throws IOException {
        assertThat(count(HEADER)).isZero();
        assertThat(count("\"id\"")).isZero();
        assertThat(count(FIVE_ROWS)).isEqualTo(5);
        assertThat(count(FIVE_ROWS + "\"6\",")).isEqualTo(6);
        assertThat(count("\"v\"\n\n\n")).isEqualTo(2);
        assertThat(count("\"v\"\n\"\"\"\n\"\"\"\n\"\n\"\n")).isEqualTo(2);
    }

    @Test
    void aResultThatEndsEarlyIsRefused() {
        RecordBatches batches = batches(FIVE_ROWS, 4, 6, ALL);
        batches.next();
        assertThatThrownBy(batches::next)
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("result ends with row 5, expected 6 rows");
    }

    @Test
    void aResultThatEndsBeforeAWantedBatchIsRefused() {
        assertThatThrownBy(batches(FIVE_ROWS, 4, 100, number -> number == 20)::next)
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("result ends with row 5, expected 100 rows");
    }

    @Test
    void aResultThatGoesOnIsRefusedBeforeItsLastBatchIsMade() {
        RecordBatches batches = batches(FIVE_ROWS, 2, 4, ALL);
        batches.next();
        assertThatThrownBy(batches::next)
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("result goes on behind row 4, expected no more");
    }

    @Test
    void whatStandsBehindTheFirstRowsIsLeftAloneWhereMoreIsExpected() {
        RecordBatches first = new RecordBatches(AthenaCsv.stream(FIVE_ROWS), COLUMNS, 2, 3, true, ALL);
        assertThat(first.total()).isEqualTo(2);
        assertThat(all(first)).extracting(RecordBatch::records).containsExactly(2, 1);
    }

    @Test
    void aBatchThatIsTooLargeIsRefused() {
        String row = "\"1\",\"" + "x".repeat(6 << 20) + "\"\n";
        assertThatThrownBy(batches(HEADER + row + row + row, 3, 3, ALL)::next)
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("batch 1 is larger than 16 MiB at its record 3 of 3, expected smaller batches");
    }

    @Test
    void aStreamThatBreaksOffIsNoEndOfTheResult() {
        InputStream broken = new SequenceInputStream(AthenaCsv.stream(FIVE_ROWS), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });
        assertThatThrownBy(new RecordBatches(broken, COLUMNS, 2, 5, ALL)::next)
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("connection reset");
    }

    @Test
    void numbersOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> batches(HEADER, 0, 0, ALL)).hasMessage("batch size is 0, expected at least 1");
        assertThatThrownBy(() -> batches(HEADER, 1, -1, ALL))
                .hasMessage("rows are -1 in batches of 1, expected 0 or more, and at most 2147483647 batches");
        assertThatThrownBy(() -> RecordBatches.total(1L << 32, 2))
                .hasMessage("rows are 4294967296 in batches of 2, expected 0 or more, and at most 2147483647 batches");
        assertThat(RecordBatches.total((1L << 32) - 2, 2)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aBatchTellsItsNumberTheirTotalAndItsRecords() {
        List<RecordBatch> batches = all(batches(FIVE_ROWS, 2, 5, ALL));
        assertThat(batches)
                .extracting(RecordBatchesTest::text)
                .containsExactly(
                        "{\"batch_number\":1,\"total_batches\":3,\"records\":"
                                + "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\\nb\"}]}",
                        "{\"batch_number\":2,\"total_batches\":3,\"records\":"
                                + "[{\"id\":3,\"name\":null},{\"id\":4,\"name\":\"d\"}]}",
                        "{\"batch_number\":3,\"total_batches\":3,\"records\":[{\"id\":5,\"name\":\"\"}]}");
        assertThat(batches).extracting(RecordBatch::number).containsExactly(1, 2, 3);
        assertThat(batches).extracting(RecordBatch::records).containsExactly(2, 2, 1);
    }

    @Test
    void aBatchIsDescribedWithoutItsContents() {
        assertThat(batches(FIVE_ROWS, 1, 5, ALL).next()).hasToString("batch 1 of 1 records, 68 bytes");
    }

    @Test
    void aResultWithoutRowsHasNoBatches() {
        RecordBatches batches = batches(HEADER, 100, 0, ALL);
        assertThat(batches.total()).isZero();
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void batchesThatAreNotWantedAreNotMade() {
        String untyped = FIVE_ROWS.replace("\"3\"", "\"no number\"");
        assertThat(all(batches(untyped, 1, 5, number -> number % 2 == 0)))
                .extracting(RecordBatch::number)
                .containsExactly(2, 4);
    }

    @Test
    void aResultOfWhichNothingIsWantedIsNotRead() {
        RecordBatches batches = batches("no result", 2, 5, number -> false);
        assertThat(batches.hasNext()).isFalse();
        assertThat(batches.total()).isEqualTo(3);
    }

    @Test
    void closingClosesTheResult() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream csv = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        new RecordBatches(csv, COLUMNS, 1, 1, ALL).close();
        assertThat(closed).isTrue();
    }

    @Test
    void whateverAthenaWritesArrivesWithItsTypes() {
        Cases.forAll(cases -> {
            TypedRows rows = TypedRows.random(cases, 40);
            int batchSize = cases.number(1, 15);
            assertThat(RecordBatches.count(AthenaCsv.stream(rows.csv())))
                    .isEqualTo(rows.records().size());
            List<Map<String, Object>> arrived = new ArrayList<>();
            for (RecordBatch batch : all(batches(rows, ResultBytes.PIECE_BYTES, batchSize, ALL))) {
                arrived.addAll(records(batch));
            }
            assertThat(arrived).isEqualTo(rows.records());
        });
    }

    @Test
    void whereThePiecesOfAStreamEndMakesNoDifference() {
        Cases.forAll(cases -> {
            TypedRows rows = TypedRows.random(cases, 6);
            byte[][] whole = bodies(batches(rows, ResultBytes.PIECE_BYTES, 2, ALL));
            for (int piece = 1; piece <= 300; piece++) {
                assertThat(bodies(batches(rows, piece, 2, ALL)))
                        .as("pieces of %s", piece)
                        .isDeepEqualTo(whole);
            }
        });
    }

    @Test
    void aLastRowWithoutALineEndIsReadWhereverThePiecesOfAStreamEnd() {
        byte[] unended = (FIVE_ROWS + "\"6\",").getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= unended.length + 1; piece++) {
            RecordBatches batches = new RecordBatches(
                    new ByteArrayInputStream(unended), piece, COLUMNS, 1, 6, false, number -> number == 6);
            assertThat(text(batches.next())).as("pieces of %s", piece).endsWith("[{\"id\":6,\"name\":null}]}");
        }
    }

    @Test
    void aStreamThatGivesOneByteAtATimeIsReadAsAnyOther() throws IOException {
        assertThat(RecordBatches.count(new Dripping(FIVE_ROWS))).isEqualTo(5);
        Iterator<RecordBatch> dripped = new RecordBatches(new Dripping(FIVE_ROWS), COLUMNS, 2, 5, ALL);
        assertThat(bodies(dripped)).isDeepEqualTo(bodies(batches(FIVE_ROWS, 2, 5, ALL)));
    }

    @Test
    void whichBatchesAreWantedMakesNoDifferenceToThem() {
        Cases.forAll(cases -> {
            TypedRows rows = TypedRows.random(cases, 40);
            int modulus = cases.number(1, 5);
            IntPredicate some = number -> number % modulus == 0;
            List<RecordBatch> made = all(batches(rows, cases.number(1, 200), 3, some));
            List<RecordBatch> expected = all(batches(rows, ResultBytes.PIECE_BYTES, 3, ALL)).stream()
                    .filter(batch -> some.test(batch.number()))
                    .toList();
            assertThat(made.stream().map(RecordBatchesTest::text))
                    .containsExactlyElementsOf(
                            expected.stream().map(RecordBatchesTest::text).toList());
        });
    }

    @Test
    void aResultCutOffAnywhereIsRefusedOrHasFewerRows() {
        Cases.forAll(cases -> {
            TypedRows rows = TypedRows.random(cases, 10);
            byte[] csv = rows.csv().getBytes(StandardCharsets.UTF_8);
            byte[] cut = Arrays.copyOf(csv, cases.number(0, csv.length - 2));
            int total = rows.records().size();
            if (total > 0) {
                RecordBatches batches =
                        new RecordBatches(new ByteArrayInputStream(cut), 8, rows.columns(), total, total, false, ALL);
                assertThatThrownBy(batches::next).isInstanceOf(UnreadableResult.class);
            }
        });
    }

    private static long count(String csv) throws IOException {
        return RecordBatches.count(AthenaCsv.stream(csv));
    }

    private static RecordBatches batches(String csv, int batchSize, long totalRows, IntPredicate wanted) {
        return new RecordBatches(AthenaCsv.stream(csv), COLUMNS, batchSize, totalRows, wanted);
    }

    private static RecordBatches batches(TypedRows rows, int piece, int batchSize, IntPredicate wanted) {
        return new RecordBatches(
                AthenaCsv.stream(rows.csv()),
                piece,
                rows.columns(),
                batchSize,
                rows.records().size(),
                false,
                wanted);
    }

    private static List<RecordBatch> all(Iterator<RecordBatch> batches) {
        List<RecordBatch> all = new ArrayList<>();
        batches.forEachRemaining(all::add);
        return all;
    }

    private static byte[][] bodies(Iterator<RecordBatch> batches) {
        return all(batches).stream().map(RecordBatch::body).toArray(byte[][]::new);
    }

    private static String text(RecordBatch batch) {
        return new String(batch.body(), StandardCharsets.UTF_8);
    }

    /** The records as Jackson reads them, with numbers as {@link BigDecimal}. */
    private static List<Map<String, Object>> records(RecordBatch batch) throws IOException {
        Object parsed = JSON.std
                .with(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS)
                .mapFrom(batch.body())
                .get("records");
        List<Map<String, Object>> records = new ArrayList<>();
        for (Object each : (List<?>) parsed) {
            Map<String, Object> fields = new LinkedHashMap<>();
            ((Map<?, ?>) each).forEach((name, value) -> {
                boolean whole = value instanceof Number && !(value instanceof BigDecimal);
                fields.put((String) name, whole ? new BigDecimal(value.toString()) : value);
            });
            records.add(fields);
        }
        return records;
    }

    /** Gives one byte a read. */
    private static final class Dripping extends FilterInputStream {
        Dripping(String csv) {
            super(AthenaCsv.stream(csv));
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            return super.read(bytes, offset, Math.min(count, 1));
        }
    }
}
