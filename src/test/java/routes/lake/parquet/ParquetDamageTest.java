package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.lake.parquet.ParquetColumn.Kind;

class ParquetDamageTest {
    private static final ParquetSchema SCHEMA = new ParquetSchema(List.of(
            ParquetColumn.required("name", Kind.TEXT),
            ParquetColumn.optional("count", Kind.INTEGER),
            ParquetColumn.optional("numbers", Kind.INTEGERS)));

    @Test
    void aFileOfFewBytesIsNone() {
        assertThatThrownBy(() -> ParquetFiles.open(new byte[7]))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("file has 7 bytes, expected at least 12");
    }

    @Test
    void aFileWithoutMagicBytesIsNone() {
        byte[] file = file();
        file[file.length - 1] = 'X';
        assertThatThrownBy(() -> ParquetFiles.open(file))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("file has other bytes than PAR1 at its end, expected these");
        byte[] other = file();
        other[0] = 'X';
        assertThatThrownBy(() -> ParquetFiles.open(other))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("file has other bytes than PAR1 at its beginning, expected these");
    }

    @Test
    void anEncryptedFileIsRefusedByItsName() {
        byte[] file = file();
        file[file.length - 1] = 'E';
        assertThatThrownBy(() -> ParquetFiles.open(file))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("file has an encrypted footer, expected a plain one");
    }

    @Test
    void aFooterLongerThanTheFileIsRefused() {
        for (int length : new int[] {0, -1, Integer.MAX_VALUE, file().length}) {
            byte[] file = file();
            Bytes.INT.set(file, file.length - 8, length);
            assertThatThrownBy(() -> ParquetFiles.open(file))
                    .isInstanceOf(UnreadableParquet.class)
                    .hasMessageContaining("a footer of " + (length & 0xffffffffL) + " bytes");
        }
    }

    @Test
    void noBeginningOfAFileIsAFile() {
        byte[] file = file();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> ParquetFiles.rows(cut)).isInstanceOf(UnreadableParquet.class);
        }
    }

    @Test
    void garbageBetweenMagicBytesIsRefused() {
        Cases.forAll(cases -> {
            byte[] file = new byte[cases.number(12, 500)];
            cases.random().nextBytes(file);
            System.arraycopy("PAR1".getBytes(US_ASCII), 0, file, 0, 4);
            System.arraycopy("PAR1".getBytes(US_ASCII), 0, file, file.length - 4, 4);
            Bytes.INT.set(file, file.length - 8, file.length - 12);
            assertThatThrownBy(() -> ParquetFiles.rows(file)).isInstanceOf(UnreadableParquet.class);
        });
    }

    /** A page of ours has a checksum, so a flipped bit in it is always seen. */
    @Test
    void aFlippedBitInAPageIsSeen() {
        byte[] whole = file();
        int footer = whole.length - 8 - Bytes.intAt(whole, whole.length - 8);
        List<List<@Nullable Object>> rows = ParquetFiles.rows(whole);
        for (int at = 4; at < footer; at++) {
            byte[] file = whole.clone();
            file[at] ^= (byte) (1 << at % 8);
            try {
                // Bits of a header that nobody needs may be others; values never.
                assertThat(ParquetFiles.rows(file)).isEqualTo(rows);
            } catch (UnreadableParquet e) {
                assertThat(e.getMessage()).startsWith("column ").doesNotContain("\n");
            }
        }
    }

    /** A footer has no checksum: whatever is flipped in it ends in values or in one exception, never in another. */
    @Test
    void flippedBytesOfAFooterNeverEndInAnythingElse() {
        Cases.forAll(cases -> {
            byte[] file = file();
            int footer = file.length - 8 - Bytes.intAt(file, file.length - 8);
            for (int i = cases.number(1, 4); i > 0; i--) {
                file[cases.number(footer, file.length - 9)] =
                        (byte) cases.random().nextInt();
            }
            try {
                ParquetFiles.rows(file);
            } catch (UnreadableParquet e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        });
    }

    /** Everything that is announced in pages of other writers, which have no checksum, is doubted. */
    @Test
    void flippedBytesOfPagesWithoutChecksumNeverEndInAnythingElse() {
        byte[] whole = file();
        int footer = whole.length - 8 - Bytes.intAt(whole, whole.length - 8);
        Cases.forAll(cases -> {
            byte[] page = Arrays.copyOfRange(whole, 4, footer);
            for (int i = cases.number(1, 9); i > 0; i--) {
                page[cases.number(0, page.length - 1)] = (byte) cases.random().nextInt();
            }
            Leaf leaf = new Leaf(List.of("name"), cases.random().nextInt(7), cases.number(0, 1), 0);
            int[] encodings = {0, 3, 5, 6, 7, 9};
            try {
                PageValues values =
                        PageValues.of(leaf, encodings[cases.number(0, 5)], page, 0, page.length, 100, "column name");
                for (int i = 0; i < 10; i++) {
                    values.read(new Batch(leaf.physical() == Leaf.BYTE_ARRAY), 1000);
                }
            } catch (IndexOutOfBoundsException | UnreadableParquet | ArithmeticException e) {
                assertThat(e).isNotNull();
            }
        });
    }

    private static byte[] file() {
        return ParquetFiles.writing(SCHEMA, 40, out -> {
            for (int i = 0; i < 100; i++) {
                out.text(0, ("name " + i).getBytes(US_ASCII));
                if (i % 3 > 0) {
                    out.integer(1, i % 7);
                }
                out.integers(2, new int[] {i, 2 * i, 3}, i % 4);
                out.endRow();
            }
        });
    }
}
