package bench.null_client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** A connection that writes canned requests and reads each answer up to its Content-Length. */
final class Wire implements AutoCloseable {
    private static final byte[] LENGTH = "Content-Length: ".getBytes(US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 22];

    Wire(URI server) throws IOException {
        SocketFactory sockets =
                server.getScheme().equals("https") ? SSLSocketFactory.getDefault() : SocketFactory.getDefault();
        socket = sockets.createSocket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends the parts as one request and returns the body of the answer, which must be a 200. */
    byte[] exchange(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
        int have = 0;
        int start = -1;
        int end = Integer.MAX_VALUE;
        while (have < end) {
            int read = in.read(buffer, have, buffer.length - have);
            if (read <= 0) {
                throw new EOFException("no room or no more bytes after " + have);
            }
            have += read;
            if (start < 0) {
                start = afterHead(have);
                end = start < 0 ? end : start + length(start);
            }
        }
        if (buffer[9] != '2') {
            throw new IOException("refused: " + new String(buffer, 0, have, US_ASCII));
        }
        return Arrays.copyOfRange(buffer, start, end);
    }

    private int afterHead(int have) {
        for (int at = 3; at < have; at++) {
            if (buffer[at] == '\n' && buffer[at - 1] == '\r' && buffer[at - 2] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    private int length(int end) {
        for (int at = 0; at < end - LENGTH.length; at++) {
            if (Arrays.equals(buffer, at, at + LENGTH.length, LENGTH, 0, LENGTH.length)) {
                int length = 0;
                for (int digit = at + LENGTH.length; buffer[digit] != '\r'; digit++) {
                    length = length * 10 + buffer[digit] - '0';
                }
                return length;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
