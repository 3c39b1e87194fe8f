package routes.ingest;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.policy.Poison;

class PageReaderTest {
    private static final long LIMIT = 64L << 20;
    private static final List<JsonPointer> USUAL = pointers("/items", "/data");
    private static final String GOOD = "{\"items\":[{\"id\":1},{\"id\":2}],\"has_more\":true}";

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeftInTheSpoolDirectory() {
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theContentIsTheBodyByteForByte() throws IOException {
        String body = " {\n\t\"items\" : [ 1.50, \"\\u00e4ä\", 1e3 ] }\r\n \n";
        try (var content = read(body).content()) {
            assertThat(new GZIPInputStream(content.open()).readAllBytes()).isEqualTo(body.getBytes(UTF_8));
        }
    }

    @Test
    void hashAndLengthAreThoseOfTheBody() throws IOException {
        Page page = page(GOOD);
        assertThat(page.sha256()).isEqualTo(sha256(GOOD.getBytes(UTF_8)));
        assertThat(page.bytes()).isEqualTo(GOOD.length());
        assertThat(page.records()).isEqualTo(2);
        assertThat(page.hasMore()).contains(true);
    }

    @Test
    void anyJsonIsStoredAsItCameHoweverItArrives() {
        Cases.forAll(generator -> {
            int records = generator.number(0, 40);
            StringBuilder body = new StringBuilder("{\"before\":" + value(generator, 3) + ",\"data\":[");
            for (int i = 0; i < records; i++) {
                body.append(i == 0 ? "" : " ,\n").append(value(generator, 4));
            }
            byte[] bytes = body.append("],\"behind\":" + value(generator, 3) + "}")
                    .toString()
                    .getBytes(UTF_8);
            Page page = reader(LIMIT).read(inPieces(bytes, generator), USUAL);
            try (var content = page.content()) {
                assertThat(new GZIPInputStream(content.open()).readAllBytes()).isEqualTo(bytes);
                assertThat(page.records()).isEqualTo(records);
                assertThat(page.bytes()).isEqualTo(bytes.length);
                assertThat(page.sha256()).isEqualTo(sha256(bytes));
            }
        });
    }

    @Test
    void theSameBodyGivesTheSameObject() throws IOException {
        try (var one = read(GOOD).content();
                var other = read(GOOD).content()) {
            assertThat(one.open().readAllBytes()).isEqualTo(other.open().readAllBytes());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"items\":[1,2,3]}                        | /items /data | 3",
                "{\"data\":[1,2]}                           | /items /data | 2",
                "{\"data\":[1],\"items\":[1,2]}             | /items /data | 1",
                "{\"data\":{\"items\":[1,2]},\"items\":[1]} | /items       | 1",
                "{\"items\":[]}                             | /items       | 0",
                "{\"items\":[[1,2],{\"items\":[3]},null]}   | /items       | 3",
                "{\"page\":{\"rows\":[1,2]}}                | /page/rows   | 2",
                "{\"a\":[{\"rows\":[1]},{\"rows\":[1,2]}]}  | /a/1/rows    | 2",
                "{\"a/b\":[1]}                              | /a~1b        | 1",
                "[1,{\"items\":[]},[2]]                     | .            | 3",
                "[]                                         | .            | 0"
            })
    void recordsAreCountedWhereTheyStand(String body, String where, long records) throws IOException {
        String[] names = where.replace(".", "").split(" ");
        assertThat(page(body, pointers(names)).records()).isEqualTo(records);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"items\":[1],\"has_more\":false}                      | false",
                "{\"has_more\":true,\"items\":[1]}                       | true",
                "{\"items\":[1]}                                         |",
                "{\"items\":[{\"has_more\":false}]}                      |",
                "{\"items\":[1],\"page\":{\"has_more\":false}}           |",
                "{\"items\":[1],\"has_more\":\"false\"}                  |",
                "{\"items\":[1],\"has_more\":null}                       |"
            })
    void onlyTheSourcesOwnWordOnFurtherPagesCounts(String body, Boolean hasMore) throws IOException {
        assertThat(page(body).hasMore().orElse(null)).isEqualTo(hasMore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void everyEncodingOfJsonIsReadWithAndWithoutAByteOrderMark(String charset) throws IOException {
        for (String mark : List.of("", "\ufeff")) {
            byte[] body = (mark + GOOD.replace("1", "\"ä\"")).getBytes(Charset.forName(charset));
            Page page = page(new ByteArrayInputStream(body), USUAL);
            assertThat(page.records()).isEqualTo(2);
            assertThat(page.sha256()).isEqualTo(sha256(body));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[1,2]",
                "{\"items\":[1,2",
                "{\"items\":[{\"id\":",
                "{\"items\":[\"abc",
                "{\"items\":[1,2]}}",
                "{\"items\":[1,]}",
                "{'items':[1]}",
                "{\"items\":[NaN]}",
                "{\"items\":[1]}x",
                "{items:[1]}",
                "not json",
                "<html><body>busy</body></html>",
                "\u0001",
                "{\"items\":[01]}",
                "\ufeff"
            })
    void whatIsNoJsonIsPoison(String body) {
        assertPoison(body, "response is not JSON, at byte ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c328", "22ff22", "0000ffff", "0000feff00110000", "3c000000", "1f8b0800"})
    void bytesThatAreNoTextArePoison(String hex) {
        assertThatThrownBy(() -> reader(LIMIT)
                        .read(new ByteArrayInputStream(HexFormat.of().parseHex(hex)), USUAL))
                .isInstanceOf(Poison.class)
                .hasMessageContaining("response is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"items\":[1]} {\"items\":[2]}", "{\"items\":[1]}7", "{\"items\":[1]}\n[]", "1 2"})
    void twoValuesArePoison(String body) {
        assertPoison(body, "response holds more than one JSON value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n"})
    void anEmptyBodyIsPoison(String body) {
        assertPoison(body, "response is empty, expected JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "null",
                "\"text\"",
                "[1]",
                "{\"items\":null}",
                "{\"items\":{}}",
                "{\"items\":\"\"}",
                "{\"error\":\"quota exceeded\",\"code\":429}",
                "{\"result\":{\"items\":[1]}}",
                "[{\"items\":[1]}]"
            })
    void aBodyWithoutItsRecordsIsPoisonAlsoWithAGoodStatus(String body) {
        assertPoison(body, "response has no array of records at any of [/items, /data]");
    }

    @Test
    void aBodyAsLongAsTheLimitIsReadAndOneByteMoreIsPoison() throws IOException {
        try (var content = reader(GOOD.length()).read(stream(GOOD), USUAL).content()) {
            assertThat(content.length()).isPositive();
        }
        assertThatThrownBy(() -> reader(GOOD.length() - 1).read(stream(GOOD), USUAL))
                .isInstanceOf(Poison.class)
                .hasMessage("response is longer than " + (GOOD.length() - 1) + " bytes");
        assertThatThrownBy(() -> reader(GOOD.length()).read(stream(GOOD + " "), USUAL))
                .isInstanceOf(Poison.class);
    }

    @Test
    void nestingWithoutEndIsPoison() {
        assertPoison("{\"items\":[" + "[".repeat(100_000), "response nests too deep");
        assertPoison("{\"a\":".repeat(100_000), "response nests too deep");
    }

    @Test
    void aHugeStringIsContentLikeAnyOther() throws IOException {
        Page page = page("{\"items\":[\"" + "x".repeat(25_000_000) + "\"]}");
        assertThat(page.records()).isEqualTo(1);
    }

    @Test
    void aNameWithoutEndIsPoison() {
        assertPoison("{\"" + "x".repeat(100_000) + "\":1}", "a name or a number that is too long");
    }

    @Test
    void aFaultWhereNoBytesAreCountedHasNoPlace() {
        byte[] body = "{\"items\":[1,]}".getBytes(UTF_16BE);
        assertThatThrownBy(() -> page(new ByteArrayInputStream(body), USUAL)).hasMessage("response is not JSON");
    }

    @Test
    void aReasonDoesNotRepeatTheBody() {
        assertThatThrownBy(() -> page("{\"items\":[sesame]}")).hasNoCause().hasMessageNotContaining("sesame");
    }

    @Test
    void aBodyThatBreaksOffIsNoPoisonAndItsSpoolIsRemoved() {
        byte[] incompressible = new byte[3 << 20];
        new Random(1).nextBytes(incompressible);
        byte[] begun = ("{\"items\":[\"" + HexFormat.of().formatHex(incompressible)).getBytes(UTF_8);
        boolean[] spooled = {false};
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                spooled[0] = !isEmpty(directory);
                throw new IOException("connection reset");
            }
        };
        InputStream body = new SequenceInputStream(new ByteArrayInputStream(begun), broken);
        assertThatThrownBy(() -> reader(LIMIT).read(body, USUAL)).isInstanceOf(IOException.class);
        assertThat(spooled[0]).isTrue();
    }

    @Test
    void aStreamThatCannotBeReadOnceItIsClosedIsReadToItsEnd() throws IOException {
        InputStream strict = new FilterInputStream(stream(GOOD + "\n")) {
            private boolean closed;

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                if (closed) {
                    throw new IOException("attempted read on closed stream");
                }
                return super.read(bytes, offset, count);
            }

            @Override
            public void close() {
                closed = true;
            }
        };
        assertThat(page(strict, USUAL).bytes()).isEqualTo(GOOD.length() + 1);
    }

    @Test
    void aLongBodyIsNeverHeldAsAWhole() throws IOException {
        byte[] record = ("{\"id\":\"" + "0123456789".repeat(6) + "\"},").getBytes(UTF_8);
        int records = (int) (LIMIT / record.length) - 1;
        InputStream body = new SequenceInputStream(
                Collections.enumeration(List.of(stream("{\"data\":["), new Repeated(record, records), stream("{}]}"))));
        try (var content = reader(LIMIT).read(body, USUAL).content()) {
            assertThat(content.length()).isLessThan(LIMIT / 10);
        }
    }

    private Page read(String body) throws IOException {
        return reader(LIMIT).read(stream(body), USUAL);
    }

    private Page page(String body) throws IOException {
        return page(body, USUAL);
    }

    private Page page(String body, List<JsonPointer> where) throws IOException {
        return page(stream(body), where);
    }

    /** Read, and its content let go. */
    private Page page(InputStream body, List<JsonPointer> where) throws IOException {
        Page page = reader(LIMIT).read(body, where);
        page.content().close();
        return page;
    }

    private PageReader reader(long limit) {
        return new PageReader(limit, directory);
    }

    private void assertPoison(String body, String reason) {
        assertThatThrownBy(() -> page(body)).isInstanceOf(Poison.class).hasMessageContaining(reason);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static InputStream inPieces(byte[] bytes, Cases generator) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                return super.read(into, offset, Math.min(count, generator.number(1, 50)));
            }
        };
    }

    private static String value(Cases generator, int depth) {
        int count = generator.number(0, 3);
        return switch (generator.number(depth > 0 ? 0 : 2, 5)) {
            case 0 ->
                IntStream.range(0, count)
                        .mapToObj(i -> value(generator, depth - 1))
                        .toList()
                        .toString();
            case 1 ->
                IntStream.range(0, count)
                        .mapToObj(i -> "\"k" + i + "\": " + value(generator, depth - 1))
                        .toList()
                        .toString()
                        .replaceFirst("^\\[", "{")
                        .replaceFirst("]$", "}");
            case 2 -> "\"" + generator.text(12).replaceAll("[\"\\\\\\p{Cntrl}]", "_") + "\"";
            case 3 -> Integer.toString(generator.number(-1_000, 1_000));
            case 4 -> Boolean.toString(generator.random().nextBoolean());
            default -> "null";
        };
    }

    private static List<JsonPointer> pointers(String... pointers) {
        return Stream.of(pointers).map(JsonPointer::compile).toList();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same bytes again and again, made as they are asked for. */
    private static final class Repeated extends InputStream {
        private final byte[] part;
        private long left;

        Repeated(byte[] part, int times) {
            this.part = part;
            this.left = (long) part.length * times;
        }

        @Override
        public int read() {
            return left == 0 ? -1 : part[(int) ((part.length - left-- % part.length) % part.length)];
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            int given = 0;
            for (; given < count && left > 0; given++) {
                into[offset + given] = (byte) read();
            }
            return given == 0 ? -1 : given;
        }
    }
}
