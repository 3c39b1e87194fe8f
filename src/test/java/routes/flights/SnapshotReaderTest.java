package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import routes.Cases;
import routes.OpenFiles;
import routes.lake.Sha256;
import routes.policy.Transient;

class SnapshotReaderTest {
    @TempDir
    Path directory;

    private Snapshot read(byte[] body, long most) throws IOException {
        return new SnapshotReader(most, directory)
                .read(new ByteArrayInputStream(body), MemoryFlights.NOW, OptionalLong.empty());
    }

    private Snapshot read(String body) throws IOException {
        return read(body.getBytes(UTF_8), 1 << 20);
    }

    static Stream<Arguments> whatIsNoSnapshot() {
        return Stream.of(
                Arguments.of("", "snapshot is empty"),
                Arguments.of("null", "snapshot is null"),
                Arguments.of("[]", "snapshot is a list"),
                Arguments.of("<html>maintenance</html>", "snapshot is no JSON in UTF-8"),
                Arguments.of("{\"time\":1795286400", "snapshot is cut off"),
                Arguments.of("{\"states\":[]}", "snapshot has no time"),
                Arguments.of("{\"time\":null,\"states\":[]}", "time is null"),
                Arguments.of("{\"time\":1e9,\"states\":[]}", "time is"),
                Arguments.of("{\"time\":-1,\"states\":[]}", "time is out of range"),
                Arguments.of("{\"time\":253402300800,\"states\":[]}", "time is out of range"),
                Arguments.of("{\"time\":99999999999999999999,\"states\":[]}", "time is"),
                Arguments.of("{\"time\":1795286400}", "snapshot has no states"),
                Arguments.of("{\"time\":1795286400,\"states\":{}}", "states are"),
                Arguments.of("{\"time\":1795286400,\"states\":[]}{}", "something behind its object"));
    }

    @ParameterizedTest
    @MethodSource("whatIsNoSnapshot")
    void whatIsNoSnapshotMayBeOneAtTheNextTry(String body, String reason) throws IOException {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(Transient.class)
                .hasMessageStartingWith("OpenSky answered with no snapshot: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("maintenance");
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    @Test
    void aSnapshotOfTheFutureIsNoneButAClockMayBeAhead() throws IOException {
        long asked = MemoryFlights.NOW.getEpochSecond();
        String ahead = "{\"time\":" + (asked + 3600) + ",\"states\":null}";
        assertThat(read(ahead).key().time()).isEqualTo(MemoryFlights.NOW.plusSeconds(3600));
        String future = "{\"time\":" + (asked + 3601) + ",\"states\":null}";
        assertThatThrownBy(() -> read(future))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("its time is 2026-11-21T19:40:06Z, later than that of the request");
    }

    @Test
    void anAnswerThatIsTooLongIsRefusedBeforeItsEnd() throws IOException {
        byte[] body = Snapshots.snapshot(Snapshots.state()).getBytes(UTF_8);
        assertThatThrownBy(() -> read(body, body.length - 1))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("longer than " + (body.length - 1) + " bytes");
        assertThat(read(body, body.length).states()).isEqualTo(1);
    }

    @Test
    void anAnswerThatBreaksOffLeavesNothingBehind() throws IOException {
        byte[] many = incompressible();
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(many)) {
            private int read;

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                read += count;
                if (read > many.length / 2) {
                    throw new IOException("connection reset");
                }
                return super.read(into, offset, count);
            }
        };
        SnapshotReader reader = new SnapshotReader(1 << 26, directory);
        assertThatThrownBy(() -> reader.read(broken, MemoryFlights.NOW, OptionalLong.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    @Test
    void aLargeAnswerIsKeptInAFileThatGoesWithIt() throws IOException {
        byte[] many = incompressible();
        Snapshot snapshot = read(many, 1 << 26);
        assertThat(snapshot.content().isInMemory()).isFalse();
        try (InputStream kept = new GZIPInputStream(snapshot.content().open())) {
            assertThat(Arrays.equals(kept.readAllBytes(), many)).isTrue();
        }
        snapshot.content().close();
        assertThat(OpenFiles.below(directory)).isEmpty();
    }

    @Test
    void anAnswerIsKeptByteForByteWhateverItsStatesAre() {
        Cases.forAll(cases -> {
            String odd = " {\"odd\": \"" + "ä€𝄞".repeat(cases.number(0, 5)) + "\",\n\t\"time\" :" + Snapshots.TIME
                    + ", \"states\": [" + "[1],".repeat(cases.number(0, 300)) + Snapshots.state() + "]}\r\n";
            byte[] body = odd.getBytes(UTF_8);
            try (var content = read(body, 1 << 20).content();
                    InputStream kept = new GZIPInputStream(content.open())) {
                assertThat(kept.readAllBytes()).isEqualTo(body);
            }
        });
    }

    @Test
    void itTellsItsTimeHashAndCounts() throws IOException {
        String body = Snapshots.snapshot(Snapshots.state(), "null", "[1]", Snapshots.state());
        Snapshot snapshot = read(body);
        assertThat(snapshot.key()).isEqualTo(MemoryFlights.KEY);
        assertThat(snapshot.askedAt()).isEqualTo(MemoryFlights.NOW);
        assertThat(snapshot.sha256()).isEqualTo(Sha256.hex(Sha256.digest().digest(body.getBytes(UTF_8))));
        assertThat(snapshot.bytes()).isEqualTo(body.length());
        assertThat(snapshot.states()).isEqualTo(4);
        assertThat(snapshot.rejected()).isEqualTo(2);
        assertThat(snapshot.quality()).isEqualTo(0.5);
    }

    @Test
    void aSnapshotWithoutStatesIsOneAndOfFullQuality() throws IOException {
        for (String states : new String[] {"null", "[]"}) {
            Snapshot snapshot = read("{\"time\":" + Snapshots.TIME + ",\"states\":" + states + "}");
            assertThat(snapshot.states()).isZero();
            assertThat(snapshot.rejected()).isZero();
            assertThat(snapshot.quality()).isEqualTo(1);
        }
    }

    @Test
    void theTimeMayStandBehindTheStates() throws IOException {
        Snapshot snapshot = read("{\"states\":[" + Snapshots.state() + "],\"time\":" + Snapshots.TIME + "}");
        assertThat(snapshot.key()).isEqualTo(MemoryFlights.KEY);
        assertThat(snapshot.states()).isEqualTo(1);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"1e999", "-1e999", "NaN", "\"NaN\"", "\"\"", "true"})
    void whatIsNoFiniteNumberIsNoPosition(String longitude) throws IOException {
        boolean isJson = !longitude.equals("NaN");
        String body = Snapshots.snapshot(Snapshots.state(5, longitude));
        if (isJson) {
            assertThat(read(body).rejected()).isEqualTo(1);
        } else {
            assertThatThrownBy(() -> read(body)).isInstanceOf(Transient.class);
        }
    }

    /** A snapshot of some 6 MiB that stay 4 MiB and more in gzip. */
    private static byte[] incompressible() {
        byte[] random = new byte[6 << 20];
        new java.util.Random(7).nextBytes(random);
        String text = java.util.Base64.getEncoder().encodeToString(random);
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i * 500_000 < text.length(); i++) {
            String part = text.substring(i * 500_000, Math.min((i + 1) * 500_000, text.length()));
            fields.append("\"f").append(i).append("\":\"").append(part).append("\",");
        }
        return ("{" + fields + "\"time\":" + Snapshots.TIME + ",\"states\":[]}").getBytes(UTF_8);
    }
}
