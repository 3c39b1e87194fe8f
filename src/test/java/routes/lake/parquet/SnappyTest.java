package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import routes.Cases;

class SnappyTest {

    @Test
    void damagedBytesAreRefusedAndNothingElseHappens() {
        Snappy snappy = new Snappy();
        Cases.forAll(cases -> {
            byte[] plain = cases.bytes(5000);
            byte[] block = compress(snappy, plain);
            for (int i = cases.number(1, 5); i > 0; i--) {
                block[cases.number(0, block.length - 1)] = (byte) cases.random().nextInt();
            }
            try {
                SnappyBlock.decompress(block, 0, block.length, new byte[plain.length], 0, plain.length, "it");
            } catch (UnreadableParquet e) {
                assertThat(e.getMessage()).startsWith("it has a");
            }
        });
    }

    @Test
    void aBlockCutShortIsRefused() {
        byte[] plain = "abcabcabcabcabcabcabcabcabcabcabcabc, and something else".getBytes(US_ASCII);
        byte[] block = compress(new Snappy(), plain);
        for (int length = 0; length < block.length; length++) {
            int cut = length;
            assertThatThrownBy(
                            () -> SnappyBlock.decompress(block, 0, cut, new byte[plain.length], 0, plain.length, "it"))
                    .isInstanceOf(UnreadableParquet.class);
        }
    }

    @Test
    void whatIsCompressedComesBack() {
        Snappy snappy = new Snappy();
        Cases.forAll(cases -> {
            byte[] plain = cases.bytes(300_000);
            byte[] block = compress(snappy, plain);
            byte[] back = new byte[plain.length + 3];
            SnappyBlock.decompress(block, 0, block.length, back, 3, plain.length, "it");
            assertThat(Arrays.copyOfRange(back, 3, back.length)).isEqualTo(plain);
        });
    }

    /** By hand from the description of the format: length 10, literal "ab", a copy of 8 from 2 back. */
    @Test
    void aBlockOfAnotherWriterIsRead() {
        byte[] block = HexFormat.of().parseHex("0a" + "046162" + "1102");
        byte[] plain = new byte[10];
        SnappyBlock.decompress(block, 0, block.length, plain, 0, 10, "it");
        assertThat(new String(plain, US_ASCII)).isEqualTo("ababababab");
    }

    private static byte[] compress(Snappy snappy, byte[] plain) {
        byte[] block = new byte[Snappy.mostCompressed(plain.length)];
        return Arrays.copyOf(block, snappy.compress(plain, 0, plain.length, block));
    }
}
