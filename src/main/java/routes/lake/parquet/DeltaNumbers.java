package routes.lake.parquet;

/** Numbers as differences, packed in blocks of as many bits as each needs (DELTA_BINARY_PACKED). */
final class DeltaNumbers {
    private final byte[] page;
    private final int end;
    private final boolean narrow;
    private final int perMini;
    private final int minis;
    private final long total;
    private int at;
    private long given;
    private long value;
    private long least;
    private int widths;
    private int mini;
    private int leftInMini;
    private int width;
    private long bit;

    /** @param narrow whether numbers are of 32 bits and wrap around there */
    DeltaNumbers(byte[] page, int from, int end, boolean narrow) {
        this.page = page;
        this.at = from;
        this.end = end;
        this.narrow = narrow;
        long block = varint();
        long count = varint();
        total = varint();
        value = zigzag();
        if (block <= 0 || block > 1 << 20 || count <= 0 || block % count != 0 || block / count % 8 != 0 || total < 0) {
            throw new IndexOutOfBoundsException();
        }
        minis = (int) count;
        perMini = (int) (block / count);
        mini = minis;
    }

    long total() {
        return total;
    }

    /** Where the bytes behind all numbers begin; nothing is read by that. */
    int behind() {
        DeltaNumbers ahead = new DeltaNumbers(this);
        long left = total - 1;
        while (left > 0) {
            ahead.block();
            int blockEnd = ahead.at;
            for (int i = 0; i < minis && left > 0; i++) {
                blockEnd = Math.addExact(blockEnd, perMini / 8 * (page[ahead.widths + i] & 0xff));
                left -= perMini;
            }
            ahead.at = blockEnd;
        }
        if (ahead.at > end) {
            throw new IndexOutOfBoundsException();
        }
        return ahead.at;
    }

    private DeltaNumbers(DeltaNumbers other) {
        page = other.page;
        at = other.at;
        end = other.end;
        narrow = other.narrow;
        minis = other.minis;
        perMini = other.perMini;
        total = other.total;
    }

    void read(long[] into, int count) {
        if (count > total - given) {
            throw new IndexOutOfBoundsException();
        }
        for (int i = 0; i < count; i++) {
            if (given++ > 0) {
                if (leftInMini == 0) {
                    nextMini();
                }
                value += least + unpack();
                leftInMini--;
            }
            into[i] = narrow ? (int) value : value;
        }
    }

    private void nextMini() {
        if (mini == minis) {
            block();
            mini = 0;
        }
        width = page[widths + mini++] & 0xff;
        if (width > 64 || perMini / 8 * width > end - at) {
            throw new IndexOutOfBoundsException();
        }
        bit = at * 8L;
        at += perMini / 8 * width;
        leftInMini = perMini;
    }

    private void block() {
        least = zigzag();
        widths = at;
        at += minis;
        if (at > end) {
            throw new IndexOutOfBoundsException();
        }
    }

    private long unpack() {
        long bits = 0;
        int got = 0;
        while (got < width) {
            int skip = (int) (bit & 7);
            bits |= (page[(int) (bit >>> 3)] & 0xffL) >>> skip << got;
            int part = Math.min(8 - skip, width - got);
            got += part;
            bit += part;
        }
        return width == 64 ? bits : bits & (1L << width) - 1;
    }

    private long varint() {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new IndexOutOfBoundsException();
            }
            int part = page[at++];
            number |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new IndexOutOfBoundsException();
    }

    private long zigzag() {
        long number = varint();
        return number >>> 1 ^ -(number & 1);
    }
}
