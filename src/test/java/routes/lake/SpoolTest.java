package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.Cases;

class SpoolTest {
    private static final int LIMIT = 1_000;

    @TempDir
    Path directory;

    @Test
    void asManyBytesAsTheLimitStayInMemory() throws IOException {
        try (Spool spool = spooled(new byte[LIMIT])) {
            assertThat(spool.file()).isEmpty();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void oneByteMoreMovesAllOfThemToAFile() throws IOException {
        try (Spool spool = spooled(new byte[LIMIT])) {
            spool.write(7);
            assertThat(spool.file()).hasValueSatisfying(file -> assertThat(file).hasParent(directory));
            assertThat(spool.length()).isEqualTo(LIMIT + 1);
            assertThat(contents(spool)).hasSize(LIMIT + 1).endsWith(7);
        }
    }

    @Test
    void itsChecksumIsThatOfAllItsBytesHoweverTheyCame() throws IOException {
        try (Spool spool = spooled("1234".getBytes(StandardCharsets.US_ASCII))) {
            spool.write('5');
            spool.write("6789".getBytes(StandardCharsets.US_ASCII));
            assertThat(spool.checksum()).isEqualTo(0xCBF43926);
        }
    }

    @Test
    void everyStreamSeesEverythingFromTheStart() {
        Cases.forAll(generator -> {
            byte[] content = generator.bytes(3 * LIMIT);
            try (Spool spool = new Spool(LIMIT, directory)) {
                int middle = generator.number(0, content.length);
                spool.write(content, 0, middle);
                try (InputStream early = spool.open()) {
                    assertThat(early.readNBytes(middle)).isEqualTo(Arrays.copyOf(content, middle));
                }
                spool.write(content, middle, content.length - middle);
                assertThat(contents(spool)).isEqualTo(content);
                assertThat(contents(spool)).isEqualTo(content);
                assertThat(spool.length()).isEqualTo(content.length);
            }
            assertThat(directory).isEmptyDirectory();
        });
    }

    @Test
    void twoStreamsReadSideBySide() throws IOException {
        try (Spool spool = spooled(new byte[2 * LIMIT]);
                InputStream one = spool.open();
                InputStream other = spool.open()) {
            assertThat(one.readNBytes(LIMIT)).hasSize(LIMIT);
            assertThat(other.readAllBytes()).hasSize(2 * LIMIT);
            assertThat(one.readAllBytes()).hasSize(LIMIT);
        }
    }

    @Test
    void closingRemovesTheFileAndMayBeRepeated() throws IOException {
        Spool spool = spooled(new byte[2 * LIMIT]);
        spool.close();
        spool.close();
        assertThat(directory).isEmptyDirectory();
    }

    private Spool spooled(byte[] content) throws IOException {
        Spool spool = new Spool(LIMIT, directory);
        spool.write(content);
        return spool;
    }

    private static byte[] contents(Spool spool) throws IOException {
        try (InputStream stream = spool.open()) {
            return stream.readAllBytes();
        }
    }
}
