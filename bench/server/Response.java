package bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param headers besides Content-Length
 * @param length what Content-Length says: more than the body has, in the answer to a HEAD
 * @param rest what follows the body, made while it is sent
 */
record Response(int status, Map<String, String> headers, byte[] body, long length, Rest rest) {
    private static final byte[] NOTHING = {};

    /** Bytes that are made while they are sent. */
    interface Rest {
        void writeTo(OutputStream out) throws IOException;
    }

    Response(int status, Map<String, String> headers, byte[] body, long length) {
        this(status, headers, body, length, out -> {});
    }

    static Response streamed(int status, Map<String, String> headers, long length, Rest rest) {
        return new Response(status, headers, NOTHING, length, rest);
    }

    static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Map.of("Content-Type", contentType), body, body.length);
    }

    static Response json(int status, String body) {
        return of(status, "application/json", body.getBytes(UTF_8));
    }

    static Response xml(int status, String body) {
        return of(status, "application/xml", body.getBytes(UTF_8));
    }

    static Response empty(int status, Map<String, String> headers) {
        return new Response(status, headers, NOTHING, 0);
    }

    Response withoutBody() {
        return new Response(status, headers, NOTHING, length);
    }

    byte[] onTheWire() {
        StringBuilder head =
                new StringBuilder(256).append("HTTP/1.1 ").append(status).append(" -\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (status != 204) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }
}
