package routes.lake.parquet;

import java.util.Arrays;

/** Reads a block in the Snappy format; bytes that are none end in UnreadableParquet and never beyond the arrays. */
final class SnappyBlock {
    private final byte[] in;
    private final int end;
    private final byte[] out;
    private final int base;
    private final int length;
    private final String place;
    private int at;
    private int to;

    private SnappyBlock(byte[] in, int from, int count, byte[] out, int base, int length, String place) {
        this.in = in;
        this.at = from;
        this.end = from + count;
        this.out = out;
        this.base = base;
        this.to = base;
        this.length = base + length;
        this.place = place;
    }

    /** Decompresses {@code count} bytes to exactly {@code length} from {@code base} on in {@code out}. */
    static void decompress(byte[] in, int from, int count, byte[] out, int base, int length, String place) {
        try {
            new SnappyBlock(in, from, count, out, base, length, place).decompress();
        } catch (IndexOutOfBoundsException e) {
            throw UnreadableParquet.of(place, "a damaged Snappy block", "a whole one");
        }
    }

    /** The most bytes that so many can be the Snappy form of: a copy of 64 takes 3, or 2 for 11. */
    static long most(int count) {
        return 64L * count;
    }

    private void decompress() {
        long announced = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in[at++];
            announced |= (part & 0x7fL) << shift;
            if (part >= 0) {
                break;
            }
            if (shift > 28) {
                throw damaged();
            }
        }
        if (announced != length - base) {
            throw UnreadableParquet.of(place, "a Snappy block of " + announced + " bytes", length - base);
        }
        while (at < end) {
            element(in[at++] & 0xff);
        }
        if (to != length || at != end) {
            throw damaged();
        }
    }

    private void element(int tag) {
        switch (tag & 3) {
            case 0 -> literal(tag >>> 2);
            case 1 -> copy((tag >>> 5) << 8 | in[at++] & 0xff, (tag >>> 2 & 7) + 4);
            case 2 -> {
                int back = in[at] & 0xff | (in[at + 1] & 0xff) << 8;
                at += 2;
                copy(back, (tag >>> 2) + 1);
            }
            default -> {
                int back = Bytes.intAt(in, at);
                at += 4;
                copy(back, (tag >>> 2) + 1);
            }
        }
    }

    private void literal(int size) {
        int count = size + 1;
        if (size >= 60) {
            int bytes = size - 59;
            count = 0;
            for (int i = 0; i < bytes; i++) {
                count |= (in[at++] & 0xff) << 8 * i;
            }
            count++;
        }
        if (count <= 0 || count > end - at || count > length - to) {
            throw damaged();
        }
        System.arraycopy(in, at, out, to, count);
        at += count;
        to += count;
    }

    private void copy(int back, int count) {
        if (back <= 0 || back > to - base || count > length - to) {
            throw damaged();
        }
        int from = to - back;
        if (back >= count) {
            System.arraycopy(out, from, out, to, count);
        } else if (back == 1) {
            Arrays.fill(out, to, to + count, out[from]);
        } else {
            for (int i = 0; i < count; i++) {
                out[to + i] = out[from + i];
            }
        }
        to += count;
    }

    private UnreadableParquet damaged() {
        return UnreadableParquet.of(place, "a damaged Snappy block", "a whole one");
    }
}
