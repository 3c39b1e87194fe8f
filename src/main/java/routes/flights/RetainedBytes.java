package routes.flights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Passes bytes on, and still has those that came since a place: what a parser has read can be copied as it was. */
final class RetainedBytes extends InputStream {
    /** What is longer is not kept. */
    static final int MOST = 1 << 16;

    private final InputStream in;
    private byte[] bytes = new byte[1 << 14];
    private int size;

    /** Where in the stream the first kept byte stands, and where the first that is wanted. */
    private long first;

    private long wanted;
    private boolean ended;

    RetainedBytes(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        int count = in.read(into, offset, most);
        if (count > 0) {
            keep(into, offset, count);
        }
        ended |= count < 0;
        return count;
    }

    /** Whether more was asked for than there is. */
    boolean ended() {
        return ended;
    }

    /** From now on the bytes before a place are not wanted any more. */
    void wantFrom(long place) {
        wanted = place;
    }

    /** Writes the wanted bytes before a place, line ends as spaces; false if there were too many to be kept. */
    boolean copyTo(long place, OutputStream out) throws IOException {
        if (wanted < first) {
            return false;
        }
        for (int i = (int) (wanted - first); i < place - first; i++) {
            out.write(bytes[i] == '\n' || bytes[i] == '\r' ? ' ' : bytes[i]);
        }
        return true;
    }

    private void keep(byte[] from, int offset, int count) {
        int gone = (int) Math.max(0, Math.min(size, wanted - first));
        if (size - gone > MOST) {
            gone = size;
        }
        size -= gone;
        System.arraycopy(bytes, gone, bytes, 0, size);
        first += gone;
        if (bytes.length < size + count) {
            bytes = Arrays.copyOf(bytes, 2 * (size + count));
        }
        System.arraycopy(from, offset, bytes, size, count);
        size += count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
