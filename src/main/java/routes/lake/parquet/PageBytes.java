package routes.lake.parquet;

import java.util.zip.CRC32;

/** The bytes of a chunk's pages: verified, and brought into plain form. */
final class PageBytes {
    private final byte[] bytes;
    private final int codec;
    private final String place;

    PageBytes(byte[] bytes, int codec, String place) {
        if (codec != Encoding.UNCOMPRESSED && codec != Encoding.SNAPPY) {
            throw UnreadableParquet.of(place, "codec " + Encoding.codec(codec), "SNAPPY or UNCOMPRESSED");
        }
        this.bytes = bytes;
        this.codec = codec;
        this.place = place;
    }

    /** Compares the page with its checksum, if it has one. */
    void verify(PageHeader header) {
        if (header.checksum() >= 0) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes, header.behind(), header.size());
            header.expect(checksum, place);
        }
    }

    /** The page's size before compression, if its bytes can be that. */
    int size(PageHeader header) {
        long most = codec == Encoding.SNAPPY ? SnappyBlock.most(header.size()) : header.size();
        if (header.plainSize() > most) {
            throw UnreadableParquet.of(place, "a page of " + header.plainSize() + " bytes", "at most " + most);
        }
        return header.plainSize();
    }

    /** Brings the page's bytes into plain form; the first {@code levels} of them are never compressed. */
    void plain(PageHeader header, int levels, byte[] into) {
        int from = header.behind();
        int size = header.size() - levels;
        int plainSize = header.plainSize() - levels;
        System.arraycopy(bytes, from, into, 0, levels);
        if (codec == Encoding.UNCOMPRESSED || !header.compressed()) {
            if (size != plainSize) {
                throw UnreadableParquet.of(place, "a page of " + size + " bytes", plainSize);
            }
            System.arraycopy(bytes, from + levels, into, levels, size);
        } else if (plainSize > 0 || size > 0) {
            SnappyBlock.decompress(bytes, from + levels, size, into, levels, plainSize, place);
        }
    }
}
