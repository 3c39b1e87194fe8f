package routes.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class PageReaderTest extends PageReaderSetting {
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

    @Test
    void aHugeStringIsContentLikeAnyOther() throws IOException {
        Page page = page("{\"items\":[\"" + "x".repeat(25_000_000) + "\"]}");
        assertThat(page.records()).isEqualTo(1);
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
