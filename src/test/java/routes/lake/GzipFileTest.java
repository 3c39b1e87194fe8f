package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import routes.Cases;

class GzipFileTest {
    private static final byte[] HELLO = "hello, lake".getBytes(StandardCharsets.UTF_8);

    @Test
    void theHeaderHoldsNoTimeNoNameAndNoOperatingSystem() throws IOException {
        assertThat(Arrays.copyOf(compressed(HELLO), 10)).containsExactly(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
    }

    @Test
    void theSameContentGivesTheSameBytesHoweverItIsWritten() {
        Cases.forAll(generator -> {
            byte[] content = generator.bytes(20_000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GzipFile gzip = new GzipFile(out)) {
                for (int at = 0; at < content.length; ) {
                    int count = Math.min(content.length - at, generator.number(1, 3_000));
                    gzip.write(content, at, count);
                    at += count;
                }
            }
            assertThat(out.toByteArray()).isEqualTo(compressed(content));
        });
    }

    @Test
    void whatIsWrittenIsReadBackByteForByte() {
        Cases.forAll(generator -> {
            byte[] content = generator.bytes(100_000);
            assertThat(decompressed(compressed(content))).isEqualTo(content);
        });
    }

    @Test
    void theDeflatedPartIsRawAndTheTrailerHoldsChecksumAndLength() throws Exception {
        byte[] file = compressed(HELLO);
        Inflater inflater = new Inflater(true);
        inflater.setInput(file, 10, file.length - 18);
        byte[] content = new byte[HELLO.length + 1];
        int length = inflater.inflate(content);
        boolean finished = inflater.finished();
        inflater.end();
        CRC32 checksum = new CRC32();
        checksum.update(HELLO);
        assertThat(finished).isTrue();
        assertThat(Arrays.copyOf(content, length)).isEqualTo(HELLO);
        assertThat(littleEndian(file, file.length - 8)).isEqualTo(checksum.getValue());
        assertThat(littleEndian(file, file.length - 4)).isEqualTo(HELLO.length);
    }

    @Test
    void emptyContentIsAWholeFile() throws IOException {
        assertThat(decompressed(compressed(new byte[0]))).isEmpty();
    }

    @Test
    void singleBytesAreContentToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipFile gzip = new GzipFile(out)) {
            for (byte one : HELLO) {
                gzip.write(one);
            }
        }
        assertThat(decompressed(out.toByteArray())).isEqualTo(HELLO);
    }

    @Test
    void finishingTwiceWritesOneTrailer() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipFile gzip = new GzipFile(out)) {
            gzip.write(HELLO);
            gzip.finish();
            gzip.finish();
        }
        assertThat(out.toByteArray()).isEqualTo(compressed(HELLO));
    }

    @Test
    void theStreamBehindStaysOpen() throws IOException {
        boolean[] closed = {false};
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        new GzipFile(out).close();
        assertThat(closed[0]).isFalse();
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipFile gzip = new GzipFile(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] decompressed(byte[] file) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes();
    }

    private static long littleEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xffL)
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }
}
