package bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 requests off one connection, with their bodies freed from every kind of chunking. */
final class RequestReader {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);
    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final String scheme;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    RequestReader(Socket socket, String scheme) throws IOException {
        this.socket = socket;
        this.scheme = scheme;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** The next request, or null once the client has closed the connection between two requests. */
    Request next() throws IOException {
        if (position == limit && !fill()) {
            return null;
        }
        String[] start = line().split(" ", 3);
        Map<String, String> headers = headers();
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write(CONTINUE);
        }
        byte[] body = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? httpChunks()
                : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        byte[] content = AwsChunks.isUsedBy(headers) ? AwsChunks.decode(body) : body;
        return Request.of(scheme, start[0], start[1], headers, content, this::isAbandoned);
    }

    /** Whether the client has hung up on the request in hand; takes a millisecond to find out that it has not. */
    private boolean isAbandoned() {
        try {
            socket.setSoTimeout(1);
            try {
                return position == limit && !fill();
            } catch (SocketTimeoutException silent) {
                return false;
            } finally {
                socket.setSoTimeout(0);
            }
        } catch (IOException broken) {
            return true;
        }
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>(32);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return headers;
    }

    private byte[] httpChunks() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            whole.write(exactly(size));
            line();
        }
        headers();
        return whole.toByteArray();
    }

    private int chunkSize() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        return Integer.parseInt(extension < 0 ? line : line.substring(0, extension), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        int ready = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, 0, ready);
        position += ready;
        if (in.readNBytes(bytes, ready, length - ready) < length - ready) {
            throw new EOFException("the client left in the middle of a body of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder started = null;
        while (true) {
            for (int at = position; at < limit; at++) {
                if (buffer[at] == '\n') {
                    String tail = new String(buffer, position, at - position, ISO_8859_1);
                    position = at + 1;
                    String line = started == null ? tail : started.append(tail).toString();
                    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                }
            }
            started = started == null ? new StringBuilder() : started;
            started.append(new String(buffer, position, limit - position, ISO_8859_1));
            if (!fill()) {
                throw new EOFException("the client left in the middle of a line");
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer);
        position = 0;
        limit = Math.max(0, read);
        return limit > 0;
    }
}
