package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.flights.Snapshots.convert;
import static routes.flights.Snapshots.open;
import static routes.flights.Snapshots.snapshot;
import static routes.flights.Snapshots.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import local.OpenSkyStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.lake.parquet.ParquetReading;

class ConversionTest {
    /** Bytes of the mark at the beginning of a file. */
    private static final int MAGIC = 4;

    private static final byte[] ANSWER = new OpenSkyStates(1, 500, true).answer(Snapshots.TIME);

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static Converted write(RawSnapshot raw, OutputStream parquet, OutputStream rejected) throws IOException {
        return new Conversion(1_000).convert(raw, Optional.of(Snapshots.FETCHED_AT), parquet, rejected);
    }

    /** Fails behind the first bytes. */
    private static InputStream failing(byte[] first) {
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == first.length) {
                    throw new IOException("connection reset");
                }
                return first[at++] & 0xff;
            }
        };
    }

    private static OutputStream broken() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("disk full");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Conversion.MOST_ROWS + 1})
    void rowGroupsHaveUpTo128kRows(int rows) {
        assertThatThrownBy(() -> new Conversion(rows))
                .hasMessage("rows of a group are " + rows + ", expected 1 to 131072");
    }

    @Test
    void aStreamThatFailsIsNoUnreadableSnapshot() throws IOException {
        byte[] packed = gzip(ANSWER);
        for (byte[] whole : new byte[][] {ANSWER, packed}) {
            for (int length : new int[] {0, 1, 2, 12, 5_000}) {
                byte[] first = Arrays.copyOf(whole, length);
                OutputStream nowhere = OutputStream.nullOutputStream();
                assertThatThrownBy(() -> write(() -> failing(first), nowhere, nowhere))
                        .isExactlyInstanceOf(IOException.class)
                        .hasMessage("connection reset");
            }
        }
    }

    @Test
    void anOutputThatFailsIsNoUnreadableSnapshot() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        byte[] json = snapshot(state(), "7").getBytes(UTF_8);
        RawSnapshot raw = () -> new ByteArrayInputStream(json);
        assertThatThrownBy(() -> write(raw, broken(), nowhere)).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> write(raw, nowhere, broken())).isExactlyInstanceOf(IOException.class);
        Conversion small = new Conversion(1);
        assertThatThrownBy(() -> small.convert(raw, Optional.of(Snapshots.FETCHED_AT), broken(), nowhere))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    @Test
    void aGzipFileThatIsCutOffOrDamagedAnywhereIsNoSnapshot() throws IOException {
        byte[] packed = gzip(snapshot(state(), state(0, "\"abcdef\"")).getBytes(UTF_8));
        for (int i = 2; i < packed.length; i++) {
            byte[] cut = Arrays.copyOf(packed, i);
            assertThatThrownBy(() -> convert(cut, 10))
                    .isExactlyInstanceOf(UnreadableSnapshot.class)
                    .hasNoCause();
        }
        for (int i = 10; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 0x55;
            assertThatThrownBy(() -> convert(damaged, 10)).isExactlyInstanceOf(UnreadableSnapshot.class);
        }
    }

    @Test
    void packedOrPlainASnapshotBecomesTheSameBytes() throws IOException {
        var plain = convert(ANSWER, 1_000);
        var packed = convert(gzip(ANSWER), 1_000);
        assertThat(packed.parquet()).isEqualTo(plain.parquet());
        assertThat(plain.rows()).hasSize(500);
        assertThat(plain.converted().parquetBytes()).isEqualTo(plain.parquet().length);
    }

    @Test
    void whatTheStreamGivesAtOnceMakesNoDifference() throws IOException {
        byte[] json = snapshot(state(), state(5, "\"wrong\""), "{\"a\":1}", state(0, "\"ü\""), state(7, "[1]"))
                .getBytes(UTF_8);
        var expected = convert(json, 1_000);
        ByteArrayOutputStream parquet = new ByteArrayOutputStream();
        ByteArrayOutputStream rejected = new ByteArrayOutputStream();
        RawSnapshot slow = () -> new FilterInputStream(new ByteArrayInputStream(json)) {
            @Override
            public int read(byte[] into, int offset, int most) throws IOException {
                return super.read(into, offset, Math.min(most, 3));
            }
        };
        assertThat(write(slow, parquet, rejected)).isEqualTo(expected.converted());
        assertThat(parquet.toByteArray()).isEqualTo(expected.parquet());
        assertThat(rejected.toString(UTF_8).lines())
                .containsExactlyElementsOf(expected.lines())
                .hasSize(3);
    }

    @Test
    void theFirstOfDuplicatesIsKeptAndTheOthersAreCounted() {
        var result = convert(snapshot(
                state(2, "\"first\""),
                state(2, "\"second\""),
                state(4, "1795286398", 2, "\"other time\""),
                state(0, "\"4b1815\"", 2, "\"other aircraft\""),
                state(2, "\"third\"", 8, "true"),
                state(0, "\"4B1814\"", 2, "\"capitals\""),
                state(4, "null", 2, "\"no time\""),
                state(4, "null", 2, "\"no time again\"")));
        assertThat(result.rows())
                .extracting(row -> row.get("origin_country"))
                .containsExactly("first", "other time", "other aircraft", "capitals", "no time");
        assertThat(result.converted().duplicates()).isEqualTo(3);
        assertThat(result.rejected()).isEmpty();
    }

    @Test
    void aRejectedStateIsNoDuplicate() {
        var result = convert(snapshot(state(16, "\"x\""), state(), state(16, "\"x\"")));
        assertThat(result.rows()).hasSize(1);
        assertThat(result.converted().rejected()).isEqualTo(2);
        assertThat(result.converted().duplicates()).isZero();
    }

    @Test
    void theFooterTellsTheCountsAndTimes() throws IOException {
        var result = convert(snapshot(state(), state(), "7", state(0, "\"a\"", 5, "null"), "8", state()));
        ParquetReading file = open(result.parquet());
        assertThat(file.metadata())
                .containsEntry("valid-states", "2")
                .containsEntry("rejected-states", "2")
                .containsEntry("duplicate-states", "2")
                .containsEntry("snapshot-time", "2026-11-21T18:40:00Z")
                .containsEntry("fetched-at", "2026-11-21T18:40:01.234Z");
        assertThat(result.converted())
                .isEqualTo(
                        new Converted(Instant.ofEpochSecond(Snapshots.TIME), 2, 2, 2, 0.9375, result.parquet().length));
        assertThat(result.converted().states()).isEqualTo(6);
    }

    @Test
    void theSchemaIsTheSameWhateverTheStatesHold() throws IOException {
        String nulls = "[\"a\"" + ",null".repeat(17) + "]";
        for (String json : new String[] {snapshot(), snapshot(nulls), snapshot(state()), snapshot("7")}) {
            ParquetReading file = open(convert(json).parquet());
            assertThat(file.columns()).isEqualTo(StateColumns.SCHEMA.columns());
            assertThat(file.metadata()).containsEntry("schema-fingerprint", StateColumns.SCHEMA.fingerprint());
        }
        assertThat(StateColumns.SCHEMA.columns().stream().map(column -> column.name()))
                .containsExactly(
                        ("snapshot_time icao24 callsign origin_country time_position last_contact longitude latitude"
                                        + " baro_altitude_m baro_altitude_ft on_ground velocity_ms velocity_knots true_track"
                                        + " vertical_rate_ms vertical_rate_fpm sensors geo_altitude_m geo_altitude_ft squawk spi"
                                        + " position_source category has_position has_altitude has_velocity altitude_category"
                                        + " speed_category estimated_phase completeness_score callsign_normalized airline_code"
                                        + " region fetched_at")
                                .split(" "));
    }

    @Test
    void aSnapshotIsReadOnceWhenItsTimeStandsFirstAndThreeTimesOtherwise() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        String[] snapshots = {snapshot(state()), "{\"states\":[" + state() + "],\"time\":" + Snapshots.TIME + "}"};
        int[] reads = {1, 4};
        for (int i = 0; i < 2; i++) {
            byte[] json = snapshots[i].getBytes(UTF_8);
            RawSnapshot raw = () -> {
                opened.incrementAndGet();
                return new FilterInputStream(new ByteArrayInputStream(json)) {
                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                };
            };
            write(raw, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
            assertThat(opened).hasValue(reads[i]);
            assertThat(closed).hasValueGreaterThanOrEqualTo(reads[i]);
        }
    }

    @Test
    void rowGroupsAreWrittenWhileTheSnapshotIsStillRead() throws IOException {
        byte[] answer = new OpenSkyStates(1, 2_000, true).answer(Snapshots.TIME);
        AtomicInteger unread = new AtomicInteger();
        RawSnapshot raw = () -> new ByteArrayInputStream(answer) {
            @Override
            public synchronized int read(byte[] into, int offset, int most) {
                int read = super.read(into, offset, most);
                unread.set(available());
                return read;
            }
        };
        AtomicInteger readByThen = new AtomicInteger();
        OutputStream parquet = new OutputStream() {
            @Override
            public void write(int one) {
                // Only row groups are looked at, and they come in pieces.
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                if (count > MAGIC) {
                    readByThen.compareAndSet(0, answer.length - unread.get());
                }
            }
        };
        new Conversion(100).convert(raw, Optional.empty(), parquet, OutputStream.nullOutputStream());
        assertThat(readByThen).hasPositiveValue().hasValueLessThan(answer.length / 4);
    }

    @Test
    void rowGroupsEndAfterTheirRows() throws IOException {
        ParquetReading file = open(convert(ANSWER, 64).parquet());
        assertThat(file.groups()).isEqualTo(8);
        assertThat(file.rows()).isEqualTo(500);
    }
}
