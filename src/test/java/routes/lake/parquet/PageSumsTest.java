package routes.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageSumsTest {
    private static final int PAGE = 100;

    /** A chunk of pages of another writer, each of a hundred zeros, without checksums. */
    private static byte[] pages(int count, byte... behind) {
        Bytes out = new Bytes(1024);
        for (int i = 0; i < count; i++) {
            CompactOutput header = new CompactOutput(out);
            header.element().i32(1, PageHeader.DATA).i32(2, PAGE).i32(3, PAGE);
            header.struct(5).i32(1, 10).i32(2, 0).i32(3, 3).i32(4, 3).end().end();
            out.put(new byte[PAGE], 0, PAGE);
        }
        out.put(behind, 0, behind.length);
        return Arrays.copyOf(out.array, out.size);
    }

    private static PageSums sums(byte[] chunk, int values) {
        return new PageSums(
                new Footer.Chunk(0, List.of(0), values, 0, chunk.length, 0, 0, Footer.Stats.UNKNOWN), "column a");
    }

    @Test
    void pagesWithoutChecksumsPass() {
        byte[] chunk = pages(3);
        PageSums sums = sums(chunk, 30);
        assertThat(sums.take(chunk, 0, chunk.length)).isEqualTo(chunk.length);
        assertThat(sums.isDone()).isTrue();
    }

    @Test
    void whatLiesBehindTheLastValueIsNoPage() {
        byte[] chunk = pages(2, (byte) 0xff, (byte) 0xff, (byte) 0xff);
        PageSums sums = sums(chunk, 20);
        assertThat(sums.take(chunk, 0, chunk.length)).isEqualTo(chunk.length);
        assertThat(sums.isDone()).isTrue();
    }

    @Test
    void aHeaderThatIsNotThereAsAWholeIsWaitedFor() {
        byte[] chunk = pages(2);
        PageSums sums = sums(chunk, 20);
        assertThat(sums.take(chunk, 0, 3)).isZero();
        assertThat(sums.take(chunk, 0, chunk.length)).isEqualTo(chunk.length);
        assertThat(sums.isDone()).isTrue();
    }

    @Test
    void pagesThatAreNotAsTheFooterAnnouncesAreRefused() {
        byte[] chunk = pages(2);
        assertThatThrownBy(() -> sums(chunk, 15).take(chunk, 0, chunk.length))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("column a has a page of type 0, encoding 0 and 10 values, "
                        + "expected one as the footer announces, and 5 values more");
        assertThatThrownBy(() -> sums(chunk, 30).take(chunk, 0, chunk.length))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("column a has fewer values than announced, expected 10 more");
        Footer.Chunk coded = new Footer.Chunk(0, List.of(8), 20, 0, chunk.length, 0, 0, Footer.Stats.UNKNOWN);
        assertThatThrownBy(() -> new PageSums(coded, "column a").take(chunk, 0, chunk.length))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessageStartingWith("column a has a page of type 0, encoding 0 and 10 values");
        Footer.Chunk withDictionary = new Footer.Chunk(0, List.of(0), 20, 0, chunk.length, 4, 4, Footer.Stats.UNKNOWN);
        assertThatThrownBy(() -> new PageSums(withDictionary, "column a").take(chunk, 0, chunk.length))
                .isInstanceOf(UnreadableParquet.class);
    }

    @Test
    void aPageThatIsLongerThanItsChunkIsRefused() {
        byte[] chunk = pages(1);
        byte[] cut = Arrays.copyOf(chunk, chunk.length - 1);
        assertThatThrownBy(() -> sums(cut, 10).take(cut, 0, cut.length))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("column a has a page of 100 bytes and 10 values, expected at most 99");
    }
}
