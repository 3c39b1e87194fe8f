package routes.lake.parquet;

import java.util.zip.CRC32;

/** Compresses pages, one after the other, with buffers that all columns of a file share. */
final class PageMaker {
    private final Snappy snappy = new Snappy();
    private final Bytes header = new Bytes(64);

    /** What is in the page that is being put together. */
    final Bytes body = new Bytes(1 << 16);

    /** Bytes of the pages that are held until their row group is written. */
    long held;

    private byte[] compressed = {};
    private int[] numbers = {};

    /** A page, with its header. */
    record Page(byte[] bytes, int plainSize) {}

    /** Levels as numbers, until the next are asked for. */
    int[] numbers(byte[] levels, int count) {
        if (numbers.length < count) {
            numbers = new int[levels.length];
        }
        for (int i = 0; i < count; i++) {
            numbers[i] = levels[i];
        }
        return numbers;
    }

    /** Makes a page of the first {@code values} values, which stand in {@link #body}. */
    Page page(boolean dictionary, int values, int encoding) {
        int most = Snappy.mostCompressed(body.size);
        if (compressed.length < most) {
            compressed = new byte[most];
        }
        int size = snappy.compress(body.array, 0, body.size, compressed);
        CRC32 checksum = new CRC32();
        checksum.update(compressed, 0, size);
        header.clear();
        PageHeader.write(header, dictionary, body.size, size, (int) checksum.getValue(), values, encoding);
        byte[] page = new byte[header.size + size];
        System.arraycopy(header.array, 0, page, 0, header.size);
        System.arraycopy(compressed, 0, page, header.size, size);
        held += page.length;
        return new Page(page, header.size + body.size);
    }
}
