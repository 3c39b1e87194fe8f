package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferOverflowException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultRowsTest {
    private static final List<ResultColumn> NAMES = AthenaCsv.columns("id", "bigint", "name", "varchar");

    @Test
    void aResultWithoutAHeaderIsRefused() {
        assertUnreadable(() -> rows(NAMES, ""), "result has no header, expected the columns id, name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\",\"nome\"\n", "\"name\",\"id\"\n", "\"id\",\n", "\"ID\",\"name\"\n"})
    void aHeaderOfOtherColumnsIsRefused(String header) {
        assertUnreadable(() -> rows(NAMES, header), "header of the result names other columns than id, name");
    }

    @Test
    void aHeaderOfFewerOrMoreColumnsIsRefused() {
        assertUnreadable(() -> rows(NAMES, "\"id\"\n"), "header of the result has 1 values, expected 2");
        assertUnreadable(
                () -> rows(NAMES, "\"id\",\"name\",\"more\"\n"),
                "header of the result has more values than the 2 that were expected");
    }

    @Test
    void aRowOfFewerOrMoreValuesIsRefusedByItsNumber() {
        assertRefused("\"1\",\"secret\"\n\"2\"\n", "row 2 of the result has 1 values, expected 2");
        assertRefused("\"1\",\"secret\",\n", "row 1 of the result has more values than the 2 that were expected");
        assertRefused("\n", "row 1 of the result has 1 values, expected 2");
    }

    @Test
    void textOutsideOfQuotesIsRefusedWithoutBeingTold() {
        assertRefused("\"1\",\"sec\"ret\"\n", "row 1 of the result has text behind the quote that closes value 2");
        assertRefused("1,\"secret\"\n", "row 1 of the result has no quote at the begin of value 1");
        assertRefused("\"1\",secret\n", "row 1 of the result has no quote at the begin of value 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\",\"secret", "\"1\",\"", "\"1\",\"a\"\"", "\"1\",\"secret\n"})
    void aResultThatIsCutOffInAValueIsRefused(String row) {
        assertRefused(row, "row 1 of the result is cut off in a quoted value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+1", "01", "-01", "1.0", "1e3", " 1", "1 ", "NaN", "0x1", "secret", "٣"})
    void aWholeNumberThatIsNoneIsRefused(String value) {
        assertRefused(
                "\"" + value + "\",\"\"\n", "row 1 of the result has in column id a value that is not a whole number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.", ".5", "1.e3", "1e", "1e+", "00.5", "--1", "1.5.2", "1,5", "NaN", "secret"})
    void aDecimalThatIsNoJsonNumberIsRefused(String value) {
        assertThatThrownBy(() -> value("decimal", value))
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("row 1 of the result has in column v a value that is not a decimal number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t", "TRUE", "tru", "truee", "fals", "falsetrue", "1"})
    void aTruthValueIsTrueOrFalse(String value) {
        assertThatThrownBy(() -> value("boolean", value))
                .isInstanceOf(UnreadableResult.class)
                .hasMessage("row 1 of the result has in column v a value that is not true or false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c3",
                "c328",
                "c0af",
                "e080af",
                "eda080",
                "f0808080",
                "f4908080",
                "f5808080",
                "f8888080",
                "ff",
                "e282",
                "f09f98"
            })
    void aTextThatIsNoUtf8IsRefused(String hexadecimal) {
        byte[] head = "\"v\"\n\"".getBytes(StandardCharsets.UTF_8);
        byte[] text = HexFormat.of().parseHex(hexadecimal);
        byte[] csv = new byte[head.length + text.length + 2];
        System.arraycopy(head, 0, csv, 0, head.length);
        System.arraycopy(text, 0, csv, head.length, text.length);
        csv[csv.length - 2] = '"';
        csv[csv.length - 1] = '\n';
        assertUnreadable(
                () -> json(AthenaCsv.columns("v", "varchar"), new ByteArrayInputStream(csv)),
                "row 1 of the result has in column v a value that is not a text in UTF-8");
    }

    @Test
    void aRowThatIsTooLargeIsRefusedWhetherItsTextIsLongOrBecomesSo() {
        String most = "x".repeat(ResultBytes.MOST_ROW_BYTES);
        assertRefused("\"1\",\"\"\n\"2\",\"" + most + "\"\n", "row 2 of the result is larger than 8 MiB");
        String digits = "1".repeat(ResultBytes.MOST_ROW_BYTES);
        assertRefused("\"" + digits, "row 1 of the result is larger than 8 MiB");
        String controls = "\u0001".repeat(ResultBytes.MOST_ROW_BYTES / 6);
        assertRefused("\"1\",\"" + controls + "\"\n", "row 1 of the result is larger than 8 MiB");
    }

    @Test
    void bytesThatNobodyUsesAreKeptUpToTheLargestRow() {
        ResultBytes endless = new ResultBytes(new SeededContent(1, Long.MAX_VALUE), ResultBytes.PIECE_BYTES);
        assertUnreadable(
                () -> {
                    while (endless.more()) {
                        // No end of a row is found.
                    }
                },
                "header of the result is larger than 8 MiB");
    }

    @Test
    void aRecordIsGivenUpWhileItGrowsTooLarge() {
        JsonBytes json = new JsonBytes(5000);
        json.raw(new byte[5000]);
        assertThatThrownBy(() -> json.raw(new byte[3000])).isInstanceOf(BufferOverflowException.class);
    }

    @Test
    void aRowOfExactlyTheLargestSizeIsTaken() throws IOException {
        int around = "{\"v\":\"\"}".length();
        String most = "x".repeat(ResultBytes.MOST_ROW_BYTES - around);
        assertThat(value("varchar", most)).hasSize(most.length() + 2);
        assertThatThrownBy(() -> value("varchar", most + "x")).hasMessage("row 1 of the result is larger than 8 MiB");
    }

    @Test
    void columnsAreAtLeastOneAndHaveNamesOfTheirOwn() {
        ResultBytes nothing = new ResultBytes(InputStream.nullInputStream(), 16);
        assertThatThrownBy(() -> new ResultRows(nothing, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("result has 0 columns, expected at least 1");
        assertThatThrownBy(() -> new ResultRows(nothing, AthenaCsv.columns("a", "date", "a", "real")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("result has a column twice in a, a, expected each once");
    }

    @Test
    void nothingIsNullAndTwoQuotesAreAnEmptyText() throws IOException {
        assertThat(rows(NAMES, "\"id\",\"name\"\n,\n\"1\",\"\"\n"))
                .isEqualTo("{\"id\":null,\"name\":null}{\"id\":1,\"name\":\"\"}");
    }

    @Test
    void anEmptyLineOfOneColumnIsANull() throws IOException {
        assertThat(rows(AthenaCsv.columns("v", "date"), "\"v\"\n\n\n")).isEqualTo("{\"v\":null}{\"v\":null}");
    }

    @Test
    void theLastRowNeedsNoLineEnd() throws IOException {
        assertThat(rows(NAMES, "\"id\",\"name\"\n\"1\",\"a\"")).isEqualTo("{\"id\":1,\"name\":\"a\"}");
        assertThat(rows(NAMES, "\"id\",\"name\"\n\"1\",")).isEqualTo("{\"id\":1,\"name\":null}");
    }

    @Test
    void linesCommasAndQuotesWithinAValueAreItsOwn() throws IOException {
        assertThat(value("varchar", "a,\"b\"\n\r\n\"\",c\\")).isEqualTo("\"a,\\\"b\\\"\\n\\r\\n\\\"\\\",c\\\\\"");
    }

    @Test
    void everyCharacterOfATextIsTheSameBehindJson() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int character = 0; character <= Character.MAX_CODE_POINT; character += character < 0x3000 ? 1 : 97) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                all.appendCodePoint(character);
            }
        }
        Map<String, Object> parsed = JSON.std.mapFrom("{\"v\":" + value("varchar", all.toString()) + "}");
        assertThat(parsed.get("v")).isEqualTo(all.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, 9223372036854775807",
        "bigint, -9223372036854775808",
        "integer, 0",
        "tinyint, -0",
        "decimal, 12345678901234567890123456789012345678",
        "'decimal(38,10)', -0.1000000000",
        "DECIMAL, 7",
        "double, 1.0E-5",
        "float, 1e+20",
        "real, -0.0",
        "boolean, true",
        "boolean, false"
    })
    void numbersAndTruthValuesStandAsTheyAre(String type, String value) throws IOException {
        assertThat(value(type, value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "double, NaN",
        "real, -Infinity",
        "float, Infinity",
        "varchar, 12",
        "char, true",
        "date, 2024-02-29",
        "time, 12:34:56.789",
        "varbinary, 68 65 6c",
        "'row(a integer)', '{a=1, b=[2]}'",
        "array, '[1, 2]'",
        "timestamp, 12024-02-29 12:34:56.789",
        "timestamp, 2024-02-29",
        "timestamp, 2024-02-29 12:34:5",
        "timestamp, 2024-02-29 12:34.56.789",
        "timestamp with time zone, 2024-02-29 12:34:56.789",
        "timestamp with time zone, 2024-10-27 02:30:00.000 Europe/Berlin",
        "timestamp with time zone, 2024-03-31 02:30:00.000 Europe/Berlin",
        "timestamp with time zone, 1890-01-01 00:00:00.000 Europe/Berlin",
        "timestamp with time zone, 2024-01-01 00:00:00.000 Europe/Atlantis",
        "timestamp with time zone, 2024-13-01 00:00:00.000 Europe/Berlin",
        "timestamp with time zone, -2024-01-01 00:00:00.000 UTC"
    })
    void whatIsNoNumberTruthValueOrExactTimeIsTheTextThatItIs(String type, String value) throws IOException {
        assertThat(value(type, value)).isEqualTo("\"" + value + "\"");
    }

    @Test
    void textThatLooksLikeJsonStaysText() throws IOException {
        assertThat(value("json", "{\"a\":[1,null]}")).isEqualTo("\"{\\\"a\\\":[1,null]}\"");
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, 2024-02-29 12:34:56.789, 2024-02-29T12:34:56.789",
        "timestamp, 2024-02-29 12:34:56, 2024-02-29T12:34:56",
        "timestamp(6), 2024-02-29 12:34:56.789012, 2024-02-29T12:34:56.789012",
        "timestamp with time zone, 2024-02-29 12:34:56.789 UTC, 2024-02-29T12:34:56.789Z",
        "timestamp(3) with time zone, 2024-02-29 12:34:56.789 +05:30, 2024-02-29T12:34:56.789+05:30",
        "timestamp with time zone, 2024-02-29 12:34:56.789 Europe/Berlin, 2024-02-29T12:34:56.789+01:00",
        "timestamp with time zone, 2024-07-01 00:00:00.000 Europe/Berlin, 2024-07-01T00:00:00.000+02:00",
        "timestamp with time zone, 2024-07-01 00:00:00.100 Etc/UTC, 2024-07-01T00:00:00.100Z"
    })
    void timesAreIso8601(String type, String value, String expected) throws IOException {
        assertThat(value(type, value)).isEqualTo("\"" + expected + "\"");
    }

    @Test
    void aColumnMayHaveAnyName() throws IOException {
        String name = "a \"b\"\\,\n€";
        String row = rows(AthenaCsv.columns(name, "integer"), AthenaCsv.line(name) + AthenaCsv.line("1"));
        assertThat(JSON.std.mapFrom(row)).isEqualTo(Map.of(name, 1));
    }

    /** One value of a type as JSON. */
    private static String value(String type, String value) throws IOException {
        String row = rows(AthenaCsv.columns("v", type), AthenaCsv.line("v") + AthenaCsv.line(value));
        return row.substring("{\"v\":".length(), row.length() - 1);
    }

    private static String rows(List<ResultColumn> columns, String csv) throws IOException {
        return json(columns, AthenaCsv.stream(csv));
    }

    private static String json(List<ResultColumn> columns, InputStream csv) throws IOException {
        ResultRows rows = new ResultRows(new ResultBytes(csv, ResultBytes.PIECE_BYTES), columns);
        JsonBytes json = new JsonBytes(ResultBytes.MOST_ROW_BYTES);
        rows.header();
        while (rows.next(json)) {
            // Row by row, one behind the other.
        }
        return new String(json.copy(), StandardCharsets.UTF_8);
    }

    private static void assertRefused(String behindTheHeader, String message) {
        assertUnreadable(() -> rows(NAMES, "\"id\",\"name\"\n" + behindTheHeader), message);
    }

    private static void assertUnreadable(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(UnreadableResult.class).hasMessage(message);
    }
}
