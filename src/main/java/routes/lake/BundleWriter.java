package routes.lake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Writes one bundle, member by member. The same members give the same bytes; nothing of a member is in memory but 64 KiB.
 * A bundle is whole only after {@link #finish}: closed before, it breaks off, and no reader takes it for one.
 */
public abstract sealed class BundleWriter implements Closeable permits ConcatWriter, TarWriter, ZipWriter {
    private static final int CHUNK = 1 << 16;

    private final byte[] chunk = new byte[CHUNK];
    private String last = "";
    private State state = State.READY;

    private enum State {
        READY,
        /** Within a member, and for ever if that fails. */
        IN_MEMBER,
        FINISHED,
        CLOSED
    }

    /**
     * Adds a member.
     *
     * @param name as of {@link MemberName}; sorts behind the one before it
     * @param size in bytes
     * @param content not closed here
     * @return SHA-256 of its bytes, in hexadecimal digits
     * @throws IOException when the content has fewer or more bytes; the bundle cannot be finished then
     */
    public final String member(String name, long size, InputStream content) throws IOException {
        expect(State.READY);
        if (!MemberName.isSafe(name) || name.compareTo(last) <= 0 || size < 0) {
            throw new IllegalArgumentException("member is '" + Names.oneLine(name, 60) + "' of " + size
                    + " bytes, expected a safe name behind '" + Names.oneLine(last, 60) + "' and a size");
        }
        state = State.IN_MEMBER;
        last = name;
        OutputStream member = begin(name, size);
        MessageDigest hash = Sha256.digest();
        long written = 0;
        // One byte more than there should be, so that a longer content is seen.
        for (int count; (count = read(content, size - written + 1)) > 0; ) {
            if (written + count > size) {
                throw new IOException(
                        "member '" + Names.oneLine(name, 60) + "' has more than " + size + " bytes, expected " + size);
            }
            hash.update(chunk, 0, count);
            member.write(chunk, 0, count);
            written += count;
        }
        if (written < size) {
            throw new IOException(
                    "member '" + Names.oneLine(name, 60) + "' has " + written + " bytes, expected " + size);
        }
        end();
        state = State.READY;
        return Sha256.hex(hash.digest());
    }

    /** Ends the bundle. The stream behind it stays open. */
    public final void finish() throws IOException {
        expect(State.READY);
        complete();
        state = State.FINISHED;
    }

    /** Frees what the bundle holds; more than once does nothing. */
    @Override
    public final void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            release();
        }
    }

    /** Begins a member and returns where its content goes. */
    abstract OutputStream begin(String name, long size) throws IOException;

    /** Ends the member. */
    abstract void end() throws IOException;

    /** Writes everything that is still missing. */
    abstract void complete() throws IOException;

    /** Frees resources; writes nothing. */
    abstract void release();

    /** Whole chunks, however the content comes. */
    private int read(InputStream content, long most) throws IOException {
        return content.readNBytes(chunk, 0, (int) Math.min(chunk.length, most));
    }

    private void expect(State expected) {
        if (state != expected) {
            throw new IllegalStateException("bundle is " + state + ", expected " + expected);
        }
    }
}
