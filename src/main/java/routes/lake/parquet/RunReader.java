package routes.lake.parquet;

import java.util.Arrays;

/** Reads what {@link Runs} describes; more than is there is an IndexOutOfBoundsException. */
final class RunReader {
    private final byte[] bytes;
    private final int width;
    private final int end;
    private int at;
    private int value;
    private int repeated;
    private int packed;
    private long bits;
    private int held;

    RunReader(byte[] bytes, int from, int end, int width) {
        if (width > 32) {
            throw UnreadableParquet.of("a page", "numbers of " + width + " bits", "at most 32");
        }
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.width = width;
    }

    void read(int[] into, int count) {
        int done = 0;
        while (done < count) {
            if (repeated > 0) {
                int n = Math.min(repeated, count - done);
                Arrays.fill(into, done, done + n, value);
                repeated -= n;
                done += n;
            } else if (packed > 0) {
                int n = Math.min(packed, count - done);
                unpack(into, done, n);
                packed -= n;
                done += n;
            } else {
                head();
            }
        }
    }

    private void unpack(int[] into, int from, int count) {
        long mask = (1L << width) - 1;
        for (int i = from; i < from + count; i++) {
            while (held < width) {
                // The last group may be cut short: what is missing is never asked for.
                bits |= (at < end ? bytes[at] & 0xffL : 0) << held;
                at++;
                held += 8;
            }
            into[i] = (int) (bits & mask);
            bits >>>= width;
            held -= width;
        }
        if (at > end + width) {
            throw new IndexOutOfBoundsException();
        }
    }

    private void head() {
        long head = 0;
        for (int shift = 0; ; shift += 7) {
            int part = next();
            head |= (part & 0x7fL) << shift;
            if (part < 0x80) {
                break;
            }
            if (shift > 28) {
                throw new IndexOutOfBoundsException();
            }
        }
        long count = head >>> 1;
        if (count == 0 || count > Integer.MAX_VALUE / 8) {
            throw new IndexOutOfBoundsException();
        }
        bits = 0;
        held = 0;
        if ((head & 1) == 1) {
            packed = (int) count * 8;
        } else {
            repeated = (int) count;
            value = 0;
            for (int shift = 0; shift < width; shift += 8) {
                value |= next() << shift;
            }
        }
    }

    private int next() {
        if (at >= end) {
            throw new IndexOutOfBoundsException();
        }
        return bytes[at++] & 0xff;
    }
}
