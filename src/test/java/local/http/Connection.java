package local.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One connection from a caller: requests and answers in turn, until either side ends it. */
final class Connection implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int PEEK_MILLIS = 50;
    private static final int LINGER_MILLIS = 2_000;
    private static final String END = "\r\n";

    private final Socket socket;
    private final PushbackInputStream in;
    private final OutputStream out;
    private Body body = new Body(InputStream.nullInputStream(), 0, false, () -> {});

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    void converse(Handler handler) throws IOException, InterruptedException {
        for (Request request = next(); request != null; request = next()) {
            Response response = handler.answer(request);
            boolean early = body.isAwaited() || response.headers().says("Connection", "close");
            boolean stays = !early && !request.headers().says("Connection", "close");
            if (!early) {
                request.body().transferTo(OutputStream.nullOutputStream());
            }
            write(request.method(), response, stays);
            if (early) {
                linger();
            }
            if (!stays) {
                return;
            }
        }
    }

    /** The next request, or null when the caller has ended the connection in good order. */
    private Request next() throws IOException {
        String line = line();
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ");
        if (words.length != 3 || !words[2].equals("HTTP/1.1")) {
            throw new ProtocolException("not the first line of an HTTP/1.1 request: " + line);
        }
        Headers headers = new Headers();
        for (String header = line(); header != null && !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("not a header line: " + header);
            }
            headers.add(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        boolean chunked = headers.says("Transfer-Encoding", "chunked");
        long length = chunked
                ? Request.UNKNOWN
                : Long.parseLong(headers.first("Content-Length").orElse("0"));
        body = new Body(in, length, headers.says("Expect", "100-continue"), () -> {
            out.write(("HTTP/1.1 100 Continue" + END + END).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        });
        return new Request(words[0], words[1], headers, length, body, this);
    }

    /** The answer is out before the body was in: to close at once would reset the connection and might undo the answer. */
    private void linger() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(LINGER_MILLIS);
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException silence) {
            // He has read the answer and keeps the connection, or neither: both end here.
        }
    }

    private String line() throws IOException {
        return Body.line(in);
    }

    private void write(String method, Response response, boolean stays) throws IOException {
        boolean chunked = response.length() == Request.UNKNOWN;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " " + END);
        response.headers().forEach((name, value) -> head.append(name + ": " + value + END));
        if (response.status() != 204 && response.status() != 304) {
            head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + response.length())
                    .append(END);
        }
        boolean said = stays || response.headers().says("Connection", "close");
        head.append(said ? "" : "Connection: close" + END).append(END);
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        try (InputStream body = response.body()) {
            if (!response.isBodiless(method)) {
                copy(body, chunked, response.length());
            }
        } finally {
            out.flush();
        }
    }

    private void copy(InputStream body, boolean chunked, long length) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long written = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            if (chunked && count > 0) {
                out.write((Integer.toHexString(count) + END).getBytes(StandardCharsets.ISO_8859_1));
                out.write(buffer, 0, count);
                out.write(END.getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.write(buffer, 0, count);
            }
            written += count;
            if (body.available() == 0) {
                out.flush();
            }
        }
        if (chunked) {
            out.write(("0" + END + END).getBytes(StandardCharsets.ISO_8859_1));
        } else if (written != length) {
            throw new AbandonedException("the body ended after " + written + " of " + length + " bytes");
        }
    }

    /** Between requests and after a body that was read whole, silence and an end can be told apart. */
    boolean isGone() throws IOException {
        int before = socket.getSoTimeout();
        socket.setSoTimeout(PEEK_MILLIS);
        try {
            int next = in.read();
            if (next >= 0) {
                in.unread(next);
            }
            return next < 0;
        } catch (SocketTimeoutException silence) {
            return false;
        } catch (SocketException reset) {
            return true;
        } finally {
            socket.setSoTimeout(before);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
