package routes.lake;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a result as they are read, piece by piece: those of the row at hand stand together in one array. Behind the
 * last byte stands a quote that is none, so that no scan of a value has to look at where it ends; the last line always has
 * an end.
 */
final class ResultBytes {
    /** No row is longer. */
    static final int MOST_ROW_BYTES = 8 << 20;

    static final int PIECE_BYTES = 1 << 16;

    /** A scan that comes to the first byte, or to the third by a last quote that looks doubled, stops there. */
    private static final byte[] BEHIND = {'"', ' ', '"', ' ', ' ', ' ', ' ', ' '};

    /** The bytes; those from {@link #at} to before {@link #end} are not yet used. */
    byte[] bytes;

    int at;
    int end;

    private final InputStream in;
    private byte newest = '\n';
    private boolean whole;
    private long rows = -1;

    ResultBytes(InputStream in, int piece) {
        this.in = in;
        this.bytes = new byte[piece + 1 + BEHIND.length];
    }

    /** Whether another row begins here. */
    boolean isMore() throws IOException {
        return at < end || more();
    }

    /**
     * Reads on behind the bytes that are not yet used, and moves these to the front.
     *
     * @return false when there is nothing more
     */
    boolean more() throws IOException {
        int kept = end - at;
        int most = bytes.length - 1 - BEHIND.length;
        if (whole) {
            return false;
        }
        if (kept >= MOST_ROW_BYTES) {
            throw tooLarge();
        }
        byte[] target = kept < most ? bytes : new byte[Math.min(2 * most, MOST_ROW_BYTES) + 1 + BEHIND.length];
        System.arraycopy(bytes, at, target, 0, kept);
        bytes = target;
        at = 0;
        int read = in.readNBytes(bytes, kept, bytes.length - 1 - BEHIND.length - kept);
        end = kept + read;
        if (read > 0) {
            newest = bytes[end - 1];
        }
        whole = end < bytes.length - 1 - BEHIND.length;
        boolean unended = whole && newest != '\n';
        if (unended) {
            newest = '\n';
            bytes[end++] = newest;
        }
        System.arraycopy(BEHIND, 0, bytes, end, BEHIND.length);
        return read > 0 || unended;
    }

    /**
     * Passes over rows without a look at their values.
     *
     * @return how many there were, fewer than asked for at the end
     */
    long skip(long most) throws IOException {
        long skipped = 0;
        boolean quoted = false;
        while (skipped < most && isMore()) {
            byte[] seen = bytes;
            int here = at;
            int stop = end;
            while (here < stop && skipped < most) {
                if (quoted) {
                    while (seen[here] != '"') {
                        here++;
                    }
                    quoted = here == stop;
                    here = Math.min(here + 1, stop);
                } else {
                    byte one = seen[here++];
                    if (one == '"') {
                        quoted = true;
                    } else if (one == '\n') {
                        skipped++;
                        rows++;
                    }
                }
            }
            at = here;
        }
        if (quoted) {
            throw cutOff();
        }
        return skipped;
    }

    /** Notes that a row has been used up to here. */
    void used(int upTo) {
        at = upTo;
        rows++;
    }

    UnreadableResult tooLarge() {
        return unreadable("is larger than " + (MOST_ROW_BYTES >> 20) + " MiB");
    }

    UnreadableResult cutOff() {
        return unreadable("is cut off in a quoted value");
    }

    /** What is wrong with the row at hand. */
    UnreadableResult unreadable(String wrong) {
        return new UnreadableResult(
                (rows < 0 ? "header of the result " : "row " + (rows + 1) + " of the result ") + wrong);
    }

    /** How many rows have been used, the header aside. */
    long rows() {
        return rows;
    }
}
