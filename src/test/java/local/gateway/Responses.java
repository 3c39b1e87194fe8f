package local.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import local.http.Response;

/** Answers of emulators that must be looked into before they are passed on. */
final class Responses {
    private Responses() {}

    /** The same answer with its body in memory, so that it can be read more than once. */
    static Response whole(Response response) throws IOException {
        try (InputStream body = response.body()) {
            return Response.of(response.status(), response.headers(), body.readAllBytes());
        }
    }

    /** The body of an answer made by {@link #whole}. */
    static byte[] bytes(Response whole) throws IOException {
        byte[] bytes = whole.body().readAllBytes();
        ((ByteArrayInputStream) whole.body()).reset();
        return bytes;
    }
}
