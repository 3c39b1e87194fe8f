package routes.lake.parquet;

import java.util.Arrays;

/**
 * The Snappy format (github.com/google/snappy, format_description.txt) in blocks, without a frame. One compressor is
 * for one thread. Plain Java: aircompressor needs sun.misc.Unsafe, which JDK 25 warns of, snappy-java a library in
 * /tmp.
 */
final class Snappy {
    private static final int FRAGMENT = 1 << 16;
    private static final int TABLE_BITS = 14;
    private static final int MARGIN = 15;

    private final short[] table = new short[1 << TABLE_BITS];
    private byte[] in = {};
    private byte[] out = {};
    private int to;

    /** The most bytes that so many can become. */
    static int mostCompressed(int count) {
        return Math.addExact(32 + count, count / 6);
    }

    /**
     * Compresses into an array that has room for {@link #mostCompressed}.
     *
     * @return the number of bytes written
     */
    int compress(byte[] from, int offset, int count, byte[] into) {
        in = from;
        out = into;
        to = 0;
        int rest = count;
        for (; rest >= 0x80; rest >>>= 7) {
            out[to++] = (byte) (rest | 0x80);
        }
        out[to++] = (byte) rest;
        for (int at = 0; at < count; at += FRAGMENT) {
            fragment(offset + at, offset + Math.min(count, at + FRAGMENT));
        }
        return to;
    }

    private void fragment(int base, int end) {
        int literal = base;
        int limit = end - MARGIN;
        if (base < limit) {
            int bits = Math.min(TABLE_BITS, Math.max(8, 32 - Integer.numberOfLeadingZeros(end - base - 1)));
            int shift = 32 - bits;
            Arrays.fill(table, 0, 1 << bits, (short) 0);
            int at = base + 1;
            while (true) {
                int found = -1;
                // The longer nothing is found, the larger the steps: content that does not compress costs little.
                for (int tries = 32; at <= limit; at += tries++ >>> 5) {
                    int four = Bytes.intAt(in, at);
                    int candidate = look(four, at, base, shift);
                    if (Bytes.intAt(in, candidate) == four) {
                        found = candidate;
                        break;
                    }
                }
                if (found < 0) {
                    break;
                }
                literal(literal, at - literal);
                int four;
                do {
                    int length = 4 + same(found + 4, at + 4, end);
                    copy(at - found, length);
                    at += length;
                    literal = at;
                    if (at > limit) {
                        break;
                    }
                    look(Bytes.intAt(in, at - 1), at - 1, base, shift);
                    four = Bytes.intAt(in, at);
                    found = look(four, at, base, shift);
                } while (Bytes.intAt(in, found) == four);
                at++;
            }
        }
        if (literal < end) {
            literal(literal, end - literal);
        }
    }

    /** Where the same four bytes may have been before; this place is remembered for them. */
    private int look(int four, int at, int base, int shift) {
        int slot = four * 0x1e35a7bd >>> shift;
        int candidate = base + (table[slot] & 0xffff);
        table[slot] = (short) (at - base);
        return candidate;
    }

    private int same(int first, int second, int end) {
        int a = first;
        int b = second;
        while (b + 8 <= end) {
            long difference = Bytes.longAt(in, a) ^ Bytes.longAt(in, b);
            if (difference != 0) {
                return b - second + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            a += 8;
            b += 8;
        }
        while (b < end && in[a] == in[b]) {
            a++;
            b++;
        }
        return b - second;
    }

    private void literal(int from, int count) {
        int less = count - 1;
        if (less < 60) {
            out[to++] = (byte) (less << 2);
        } else if (less < 1 << 8) {
            out[to++] = (byte) (60 << 2);
            out[to++] = (byte) less;
        } else {
            out[to++] = (byte) (61 << 2);
            out[to++] = (byte) less;
            out[to++] = (byte) (less >>> 8);
        }
        System.arraycopy(in, from, out, to, count);
        to += count;
    }

    private void copy(int back, int count) {
        int rest = count;
        while (rest >= 68) {
            farCopy(back, 64);
            rest -= 64;
        }
        if (rest > 64) {
            farCopy(back, 60);
            rest -= 60;
        }
        if (rest < 12 && back < 2048) {
            out[to++] = (byte) (back >>> 8 << 5 | rest - 4 << 2 | 1);
            out[to++] = (byte) back;
        } else {
            farCopy(back, rest);
        }
    }

    private void farCopy(int back, int count) {
        out[to++] = (byte) (count - 1 << 2 | 2);
        out[to++] = (byte) back;
        out[to++] = (byte) (back >>> 8);
    }
}
