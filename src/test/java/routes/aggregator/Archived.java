package routes.aggregator;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** An archived bundle of seeded bytes that nothing compresses; they are made as they are read, so any size costs nothing. */
final class Archived extends InputStream {
    private final SplittableRandom random = new SplittableRandom(7);
    private final long length;
    private final long breaksAt;
    private long taken;
    private long word;
    private boolean closed;

    private Archived(long length, long breaksAt) {
        this.length = length;
        this.breaksAt = breaksAt;
    }

    static Archived bytes(long length) {
        return new Archived(length, Long.MAX_VALUE);
    }

    /** Reading fails behind so many bytes. */
    static Archived breakingAt(long length, long breaksAt) {
        return new Archived(length, breaksAt);
    }

    /** As it stands in its row. */
    Delivery delivery(String bundleId) {
        return delivery(bundleId, length, sha256(length));
    }

    /** As it stands in a row that says something else. */
    Delivery delivery(String bundleId, long saidLength, String saidSha256) {
        return new Delivery(
                bundleId, "bundles/" + bundleId + ".tar.gz", "application/gzip", saidSha256, saidLength, this);
    }

    /** The hash of the first so many bytes. */
    static String sha256(long length) {
        try (Archived same = bytes(length)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[64 * 1024];
            for (int count = same.read(piece); count >= 0; count = same.read(piece)) {
                digest.update(piece, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many bytes were read. */
    long taken() {
        return taken;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int read() throws IOException {
        if (closed || taken >= breaksAt) {
            throw new IOException("the archive broke off");
        }
        if (taken == length) {
            return -1;
        }
        if (taken % Long.BYTES == 0) {
            word = random.nextLong();
        }
        return (int) (word >>> Byte.SIZE * (taken++ % Long.BYTES)) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
        int count = 0;
        for (int next; count < size && (next = read()) >= 0; count++) {
            bytes[offset + count] = (byte) next;
        }
        return count == 0 && size > 0 ? -1 : count;
    }

    @Override
    public void close() {
        closed = true;
    }
}
