package routes.lake.parquet;

/** Writes small numbers as runs of one value and as groups of eight packed bit by bit (Parquet's RLE hybrid). */
final class Runs {
    private static final int GROUP = 8;

    private Runs() {}

    /** The bits that numbers from 0 to {@code most} need. */
    static int width(int most) {
        return 32 - Integer.numberOfLeadingZeros(most);
    }

    /** Appends {@code count} values of {@code width} bits each. */
    static void encode(int[] values, int count, int width, Bytes out) {
        int at = 0;
        while (at < count) {
            int run = run(values, at, count);
            if (run >= GROUP) {
                out.putVarint((long) run << 1);
                for (int bits = 0; bits < width; bits += 8) {
                    out.put(values[at] >>> bits);
                }
                at += run;
            } else {
                int from = at;
                do {
                    at += GROUP;
                } while (at < count && run(values, at, Math.min(count, at + GROUP)) < GROUP);
                pack(values, from, at, count, width, out);
            }
        }
    }

    private static int run(int[] values, int from, int end) {
        int at = from + 1;
        while (at < end && values[at] == values[from]) {
            at++;
        }
        return at - from;
    }

    /** Packs whole groups; what is behind the last value is 0. */
    private static void pack(int[] values, int from, int to, int count, int width, Bytes out) {
        int groups = (to - from) / GROUP;
        out.putVarint((long) groups << 1 | 1);
        out.room(groups * width + 8);
        byte[] array = out.array;
        int size = out.size;
        long bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            bits |= (i < count ? (long) values[i] : 0) << held;
            held += width;
            while (held >= 8) {
                array[size++] = (byte) bits;
                bits >>>= 8;
                held -= 8;
            }
        }
        out.size = size;
    }
}
