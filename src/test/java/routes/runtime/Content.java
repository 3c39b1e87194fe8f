package routes.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;

/**
 * Bytes that are made while they are read: of any length, the same ones for the same seed, and never whole in memory.
 *
 * @param seed makes them
 * @param length in bytes
 * @param kind what they look like
 */
record Content(long seed, long length, Kind kind) {

    /** Whether a compressor gains anything. */
    enum Kind {
        NOISE,
        TEXT
    }

    static Content noise(long seed, long length) {
        return new Content(seed, length, Kind.NOISE);
    }

    /** A stream of its own each time. */
    InputStream open() {
        return new Made(this);
    }

    String sha256() {
        try (InputStream stream = open()) {
            return AggregatorLake.sha256(stream);
        } catch (IOException e) {
            throw new IllegalStateException("making bytes failed", e);
        }
    }

    private static final class Made extends InputStream {
        private static final int CHUNK = 1 << 16;

        private final SplittableRandom random;
        private final Kind kind;
        private final byte[] chunk = new byte[CHUNK];
        private int at = CHUNK;
        private long left;

        Made(Content content) {
            this.random = new SplittableRandom(content.seed());
            this.kind = content.kind();
            this.left = content.length();
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            if (left == 0) {
                return -1;
            }
            if (at == CHUNK) {
                fill();
            }
            int some = (int) Math.min(Math.min(count, left), CHUNK - at);
            System.arraycopy(chunk, at, bytes, offset, some);
            at += some;
            left -= some;
            return some;
        }

        private void fill() {
            random.nextBytes(chunk);
            at = 0;
            if (kind == Kind.TEXT) {
                for (int i = 0; i < CHUNK; i++) {
                    chunk[i] = (byte) ((chunk[i] & 0x3f) == 0 ? '\n' : 'a' + (chunk[i] & 0x0f));
                }
            }
        }
    }
}
