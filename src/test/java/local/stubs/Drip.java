package local.stubs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A body that goes piece by piece with a pause before each. */
final class Drip extends InputStream {
    private final InputStream body;
    private final int piece;
    private final long pauseMillis;

    Drip(InputStream body, int piece, long pauseMillis) {
        this.body = body;
        this.piece = piece;
        this.pauseMillis = pauseMillis;
    }

    @Override
    public int read() throws IOException {
        return body.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the stub end is being closed");
        }
        return body.read(buffer, offset, Math.min(size, piece));
    }
}
