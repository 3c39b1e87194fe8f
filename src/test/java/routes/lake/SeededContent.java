package routes.lake;

import java.io.InputStream;
import java.util.Random;

/** Incompressible bytes that depend on a seed alone; none of them is kept. */
final class SeededContent extends InputStream {
    private final Random random;
    private long left;

    SeededContent(long seed, long size) {
        this.random = new Random(seed);
        this.left = size;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
        if (left == 0 && count > 0) {
            return -1;
        }
        int read = (int) Math.min(left, count);
        for (int i = 0; i < read; i++) {
            bytes[offset + i] = (byte) random.nextInt();
        }
        left -= read;
        return read;
    }
}
