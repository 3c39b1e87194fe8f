package local.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The body of a request, of known length or in chunks; it ends where the request ends. A caller who waits to be asked for
 * it is asked by the first read.
 */
final class Body extends InputStream {
    /** Tells the caller to go on. */
    @FunctionalInterface
    interface Asking {
        void ask() throws IOException;
    }

    private final InputStream in;
    private final Asking asking;
    private final boolean chunked;
    private boolean awaited;
    private long left;
    private boolean started;
    private boolean ended;

    /** @param awaited whether the caller waits to be asked */
    Body(InputStream in, long length, boolean awaited, Asking asking) {
        this.in = in;
        this.awaited = awaited && length != 0;
        this.asking = asking;
        this.chunked = length == Request.UNKNOWN;
        this.left = chunked ? 0 : length;
        this.ended = length == 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        if (size == 0) {
            return 0;
        }
        if (awaited) {
            awaited = false;
            asking.ask();
        }
        if (!ended && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(size, left));
        if (count < 0) {
            throw new EOFException("the caller ended the connection with " + left + " bytes still to come");
        }
        left -= count;
        ended = !chunked && left == 0;
        return count;
    }

    /** The caller has not been asked, so he may send the body or not: what he sends next cannot be told apart. */
    boolean isAwaited() {
        return awaited;
    }

    private void nextChunk() throws IOException {
        if (started) {
            line(in);
        }
        started = true;
        String size = line(in);
        if (size == null) {
            throw new EOFException("the caller ended the connection between two chunks");
        }
        left = Long.parseLong(size.split(";")[0].strip(), 16);
        if (left == 0) {
            ended = true;
            for (String trailer = line(in); trailer != null && !trailer.isEmpty(); trailer = line(in)) {}
        }
    }

    /** One line of a message head, or null at the end of the stream. */
    static String line(InputStream in) throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (length == 0) {
                    return null;
                }
                throw new ProtocolException("the connection ended in the middle of a line");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) next;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.ISO_8859_1);
    }
}
