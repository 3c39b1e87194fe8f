package routes.ingest;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.OpenFiles;
import routes.policy.Poison;

class PageRefusalTest extends PageReaderSetting {
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
        assumeTrue(OpenFiles.areKnown(), "nobody tells here which files are open");
        boolean[] spooled = {false};
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                spooled[0] = !OpenFiles.below(directory).isEmpty();
                throw new IOException("connection reset");
            }
        };
        InputStream body = new SequenceInputStream(new ByteArrayInputStream(begun), broken);
        assertThatThrownBy(() -> reader(LIMIT).read(body, USUAL)).isInstanceOf(IOException.class);
        assertThat(spooled[0]).isTrue();
    }

    private void assertPoison(String body, String reason) {
        assertThatThrownBy(() -> page(body)).isInstanceOf(Poison.class).hasMessageContaining(reason);
    }
}
