package routes.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.lake.Sha256;

/**
 * The body of a request, of any size: read once, in pieces, and sent with its length. Its last piece is held back until
 * length and hash have turned out right, so the other end never has the whole of a body that is not what it should be.
 * The call that carries it ends in time, and then closes it, whatever has become of it.
 */
public final class StreamedBody extends AbstractHttpEntity {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedBody.class);
    private static final int PIECE = 64 * 1024;

    private final String name;
    private final InputStream content;
    private final long length;
    private final String sha256;
    private final Instant end;

    /**
     * @param name what it is called in errors
     * @param content is closed with the call
     * @param length in bytes
     * @param sha256 of the bytes, hex
     * @param contentType as the other end is told
     * @param end of the whole call, its answer included
     */
    public StreamedBody(String name, InputStream content, long length, String sha256, String contentType, Instant end) {
        super(contentType, null);
        this.name = name;
        this.content = content;
        this.length = length;
        this.sha256 = sha256;
        this.end = end;
    }

    /**
     * Sends it.
     *
     * @throws UnreadableBody when the content cannot be read to its end
     * @throws Poison when it has another length or another hash
     */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] piece = new byte[PIECE];
        long left = length;
        do {
            int wanted = (int) Math.min(PIECE, left);
            int count = read(piece, wanted, length - left);
            digest.update(piece, 0, count);
            left -= count;
            if (count < wanted) {
                throw new Poison(name + " ends after " + (length - left) + " bytes, expected " + length);
            }
            if (left == 0) {
                check(digest);
            }
            out.write(piece, 0, count);
        } while (left > 0);
    }

    private int read(byte[] piece, int wanted, long before) throws UnreadableBody {
        try {
            return content.readNBytes(piece, 0, wanted);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableBody(name + " could not be read behind its byte " + before, e);
        }
    }

    private void check(MessageDigest digest) throws UnreadableBody {
        if (read(new byte[1], 1, length) > 0) {
            throw new Poison(name + " goes on after " + length + " bytes, expected its end");
        }
        if (!Arrays.equals(digest.digest(), HexFormat.of().parseHex(sha256))) {
            throw new Poison(name + " holds other bytes than its SHA-256 says");
        }
    }

    /** When the call has to be over. */
    Instant end() {
        return end;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        return content;
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException | RuntimeException e) {
            // Not thrown: what became of the call is known by now, and this does not change it.
            LOG.warn("{} could not be closed after it was sent: {}", name, e.getClass().getSimpleName());
        }
    }
}
