package routes.lake.parquet;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.Footer.Chunk;

/**
 * Compares the pages of a chunk that passes by with their checksums, where they have any, and their headers, which have
 * none, with what the footer says of the chunk. Nothing is decoded but headers.
 */
final class PageSums {
    /** No header of a page is longer. */
    private static final int LONGEST_HEADER = 1 << 16;

    private final CRC32 sum = new CRC32();
    private final Chunk chunk;
    private final String place;
    private long leftInChunk;
    private long valuesLeft;
    private long leftInPage;
    private @Nullable PageHeader page;

    /** @param place names the chunk where it is refused */
    PageSums(Chunk chunk, String place) {
        this.chunk = chunk;
        this.place = place;
        this.leftInChunk = chunk.size();
        this.valuesLeft = chunk.values();
    }

    boolean isDone() {
        return leftInChunk == 0;
    }

    /**
     * Takes the next bytes of the chunk.
     *
     * @param to end of what is there; may lie behind the chunk
     * @return how far it came: to the end, or to a header that is not there as a whole
     */
    int take(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && leftInChunk > 0) {
            int here = (int) Math.min(to - at, leftInChunk);
            if (page == null && valuesLeft > 0) {
                if (here < LONGEST_HEADER && here < leftInChunk) {
                    return at;
                }
                begin(PageHeader.read(bytes, at, at + here, leftInChunk - here, place));
                leftInChunk -= page.behind() - at;
                at = page.behind();
            } else {
                // Behind the last value there may be anything.
                int count = page == null ? here : (int) Math.min(here, leftInPage);
                pass(bytes, at, count);
                at += count;
            }
            end();
        }
        return at;
    }

    private void begin(PageHeader header) {
        boolean data = header.type() == PageHeader.DATA || header.type() == PageHeader.DATA_2;
        boolean announced = data
                ? header.values() <= valuesLeft && chunk.encodings().contains(header.encoding())
                : leftInChunk == chunk.size();
        boolean dictionary = header.type() == PageHeader.DICTIONARY;
        if (!announced || chunk.dictionary() > 0 && leftInChunk == chunk.size() && !dictionary) {
            throw UnreadableParquet.of(
                    place,
                    "a page of type " + header.type() + ", encoding " + header.encoding() + " and " + header.values()
                            + " values",
                    "one as the footer announces, and " + valuesLeft + " values more");
        }
        page = header;
        leftInPage = header.size();
        sum.reset();
        valuesLeft -= data ? header.values() : 0;
    }

    private void pass(byte[] bytes, int at, int count) {
        if (page != null) {
            if (page.checksum() >= 0) {
                sum.update(bytes, at, count);
            }
            leftInPage -= count;
        }
        leftInChunk -= count;
    }

    private void end() {
        if (page != null && leftInPage == 0) {
            page.expect(sum, place);
            page = null;
        }
        if (leftInChunk == 0 && valuesLeft > 0) {
            throw UnreadableParquet.of(place, "fewer values than announced", valuesLeft + " more");
        }
    }
}
