package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import routes.Cases;
import routes.OpenFiles;

class SpoolTest {
    private static final int LIMIT = 1_000;
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeftInTheSpoolDirectory() throws IOException {
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    @Test
    void aFileThatWouldNotFitIsNotBegun() throws IOException {
        try (Spool spool = spoolWith(8 * MIB + LIMIT)) {
            spool.write(new byte[LIMIT]);
            assertThatThrownBy(() -> spool.write(7))
                    .isInstanceOf(SpoolFull.class)
                    .hasMessage("spool directory " + directory + " has 8389608 bytes free, expected 8389609");
            assertThat(OpenFiles.below(directory)).isEmpty();
        }
    }

    @Test
    void aFileThatGrowsIsStoppedBeforeTheDirectoryIsFull() throws IOException {
        try (Spool spool = spoolWith(100 * MIB, 50 * MIB, 3 * MIB)) {
            spool.write(new byte[MIB]);
            assertThatThrownBy(() -> {
                        for (int i = 1; i < 30; i++) {
                            spool.write(new byte[MIB]);
                        }
                    })
                    .isInstanceOf(SpoolFull.class)
                    .hasMessage("spool directory " + directory + " has 3145728 bytes free, expected 9437184");
            assertThat(spool.length()).isEqualTo(18 * MIB);
            assertThat(contents(spool)).hasSize(18 * MIB);
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsAnErrorOfItsOwn() throws IOException {
        Path missing = directory.resolve("missing");
        try (Spool spool = new Spool(0, missing)) {
            assertThatThrownBy(() -> spool.write(7))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(missing.toString());
        }
    }

    @Test
    void aSpoolThatIsClosedTakesAndGivesNothing() throws IOException {
        Spool spool = spooled(new byte[LIMIT]);
        spool.close();
        assertThatThrownBy(spool::open).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> spool.write(7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("spool is closed, expected an open one");
    }

    @Test
    void aStreamOfASpoolThatIsClosedMeanwhileFails() throws IOException {
        Spool spool = spooled(new byte[2 * LIMIT]);
        try (InputStream stream = spool.open()) {
            spool.close();
            assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void asManyBytesAsTheLimitStayInMemory() throws IOException {
        try (Spool spool = spooled(new byte[LIMIT])) {
            assertThat(OpenFiles.below(directory)).isEmpty();
            assertThat(contents(spool)).hasSize(LIMIT);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneByteMoreMovesAllOfThemToAFile() throws IOException {
        try (Spool spool = spooled(new byte[LIMIT])) {
            spool.write(7);
            assertThat(OpenFiles.below(directory)).hasSize(1);
            assertThat(spool.length()).isEqualTo(LIMIT + 1);
            assertThat(contents(spool)).hasSize(LIMIT + 1).endsWith(7);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void itsFileHasNoNameThatWouldOutliveTheProcess() throws IOException {
        try (Spool spool = spooled(new byte[2 * LIMIT])) {
            assertThat(directory).isEmptyDirectory();
            assertThat(contents(spool)).hasSize(2 * LIMIT);
        }
    }

    @Test
    void anInterruptedReaderDoesNotTakeTheFileFromTheOthers() throws IOException {
        try (Spool spool = spooled(new byte[2 * LIMIT]);
                InputStream stream = spool.open()) {
            Thread.currentThread().interrupt();
            try {
                assertThat(stream.readAllBytes()).hasSize(2 * LIMIT);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(contents(spool)).hasSize(2 * LIMIT);
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
    void itsSha256IsThatOfTheBytesSoFar() throws IOException {
        try (Spool spool = Spool.withSha256(2, directory)) {
            spool.write('l');
            assertThat(spool.sha256()).isEqualTo(Sha256.ofText("l"));
            spool.write("ake".getBytes(StandardCharsets.US_ASCII));
            assertThat(spool.sha256()).isEqualTo(Sha256.ofText("lake")).isEqualTo(spool.sha256());
        }
    }

    @Test
    void aSpoolThatWasNotAskedToHashHasNoSha256() throws IOException {
        try (Spool spool = spooled(new byte[1])) {
            assertThatThrownBy(spool::sha256)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("spool has no SHA-256, expected one that was made with it");
        }
    }

    @Test
    void everyStreamSeesEverythingFromTheStart() {
        Cases.forAll(generator -> {
            byte[] content = generator.bytes(generator.random().nextBoolean() ? 3 * LIMIT : 300_000);
            try (Spool spool = new Spool(LIMIT, directory)) {
                int middle = generator.number(0, content.length);
                write(spool, content, 0, middle, generator);
                try (InputStream early = spool.open()) {
                    write(spool, content, middle, content.length, generator);
                    assertThat(early.readNBytes(middle)).isEqualTo(Arrays.copyOf(content, middle));
                    assertThat(early.read()).isEqualTo(-1);
                }
                assertThat(contents(spool)).isEqualTo(content);
                assertThat(contents(spool)).isEqualTo(content);
                assertThat(spool.length()).isEqualTo(content.length);
            }
            assertThat(OpenFiles.below(directory)).isEmpty();
        });
    }

    @Test
    void twoStreamsReadSideBySide() throws IOException {
        byte[] content = new SeededContent(1, 2 * LIMIT).readAllBytes();
        try (Spool spool = spooled(content);
                InputStream one = spool.open();
                InputStream other = spool.open()) {
            assertThat(one.readNBytes(LIMIT)).isEqualTo(Arrays.copyOf(content, LIMIT));
            assertThat(other.readAllBytes()).isEqualTo(content);
            assertThat(one.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, LIMIT, 2 * LIMIT));
            assertThat(one.read()).isEqualTo(-1);
        }
    }

    @Test
    void closingRemovesTheFileAndMayBeRepeated() throws IOException {
        Spool spool = spooled(new byte[2 * LIMIT]);
        spool.close();
        spool.close();
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    private static void write(Spool spool, byte[] content, int from, int to, Cases generator) throws IOException {
        for (int at = from; at < to; ) {
            int count = Math.min(to - at, generator.number(1, generator.random().nextBoolean() ? 100 : 100_000));
            spool.write(content, at, count);
            at += count;
        }
    }

    private Spool spooled(byte[] content) throws IOException {
        Spool spool = new Spool(LIMIT, directory);
        spool.write(content);
        return spool;
    }

    /** A spool in a directory with so many bytes free, at one look after the other. */
    private Spool spoolWith(long... free) {
        Deque<Long> looks = new ArrayDeque<>();
        Arrays.stream(free).forEach(looks::add);
        return new Spool(LIMIT, directory, any -> looks.remove(), null);
    }

    private static byte[] contents(Spool spool) throws IOException {
        try (InputStream stream = spool.open()) {
            return stream.readAllBytes();
        }
    }

    @Test
    void anyPlaceOfWhatWasWrittenCanBeReadInMemoryAndInAFile() {
        Cases.forAll(cases -> {
            byte[] content = new byte[cases.number(1, 3 * LIMIT)];
            cases.random().nextBytes(content);
            try (Spool spool = spooled(content)) {
                int from = cases.number(0, content.length);
                int count = cases.number(0, content.length - from);
                byte[] into = new byte[count + 2];
                spool.read(from, into, 1, count);
                assertThat(Arrays.copyOfRange(into, 1, count + 1))
                        .isEqualTo(Arrays.copyOfRange(content, from, from + count));
                assertThat(into[0]).isZero();
                assertThat(into[count + 1]).isZero();
            }
        });
    }

    @Test
    void whatIsNotThereCannotBeRead() throws IOException {
        for (int length : new int[] {LIMIT / 2, 2 * LIMIT}) {
            try (Spool spool = spooled(new byte[length])) {
                byte[] into = new byte[2];
                assertThatThrownBy(() -> spool.read(length - 1, into, 0, 2))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> spool.read(-1, into, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void readingAPlaceDoesNotChangeWhatIsWrittenNext() throws IOException {
        try (Spool spool = spooled(new byte[2 * LIMIT])) {
            spool.read(5, new byte[10], 0, 10);
            spool.write(7);
            byte[] last = new byte[1];
            spool.read(2 * LIMIT, last, 0, 1);
            assertThat(last[0]).isEqualTo((byte) 7);
            assertThat(spool.length()).isEqualTo(2 * LIMIT + 1);
        }
    }
}
