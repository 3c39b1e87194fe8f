package routes.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes one gzip member (RFC 1952) whose bytes depend on the content alone: no time, no name, and the operating system
 * marked unknown, so that every JDK writes the same header. Level 6, the level of the gzip command.
 */
public final class GzipFile extends DeflaterOutputStream {
    private static final int LEVEL = 6;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final CRC32 checksum = new CRC32();
    private boolean finished;

    /** Writes the header at once; {@code out} is not closed with this stream. */
    public GzipFile(OutputStream out) throws IOException {
        super(out, new Deflater(LEVEL, true), 8192);
        out.write(HEADER);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        checksum.update(bytes, offset, count);
        super.write(bytes, offset, count);
    }

    /** Ends the member; a second call does nothing. */
    @Override
    public void finish() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        super.finish();
        writeInt((int) checksum.getValue());
        writeInt((int) def.getBytesRead());
    }

    /** Ends the member and frees the deflater. */
    @Override
    public void close() throws IOException {
        try {
            finish();
        } finally {
            def.end();
        }
    }

    /** Frees the deflater without ending the member: no reader takes what was written for a whole file. */
    void abandon() {
        finished = true;
        def.end();
    }

    private void writeInt(int value) throws IOException {
        out.write(new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)});
    }
}
