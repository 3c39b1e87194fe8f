package local.stubs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import local.http.AbandonedException;

/** A body that fails where it should go on. */
final class BrokenStream extends InputStream {
    private final ByteArrayInputStream beginning;

    BrokenStream(byte[] beginning) {
        this.beginning = new ByteArrayInputStream(beginning);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int count = beginning.read(buffer, offset, size);
        if (count < 0) {
            throw new AbandonedException("told to break off");
        }
        return count;
    }
}
