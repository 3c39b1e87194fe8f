package local.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One answer. A body that ends before its stated length, or whose stream fails, breaks the connection off at that
 * point, as a server that dies would.
 *
 * @param length the number of bytes that the caller is told to expect, or {@link Request#UNKNOWN} for chunks
 */
public record Response(int status, Headers headers, long length, InputStream body) {
    public static Response of(int status, Headers headers, byte[] body) {
        return new Response(status, headers, body.length, new ByteArrayInputStream(body));
    }

    public static Response of(int status, String contentType, String body) {
        return of(status, Headers.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    public static Response json(int status, String body) {
        return of(status, "application/json", body);
    }

    public static Response empty(int status) {
        return of(status, new Headers(), new byte[0]);
    }

    /** This answer with one more header. */
    public Response with(String name, String value) {
        headers.add(name, value);
        return this;
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** These never have a body, whatever their headers say of its length. */
    boolean isBodiless(String method) {
        return method.equals("HEAD") || status == 204 || status == 304 || status / 100 == 1;
    }
}
