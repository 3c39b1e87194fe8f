package local.http;

import java.io.IOException;

/**
 * Answers one request; an {@link AbandonedException} ends the connection without an answer. An answer with
 * {@code Connection: close} goes out at once, whether the body has come or not; any other waits for its end.
 */
@FunctionalInterface
public interface Handler {
    Response answer(Request request) throws IOException, InterruptedException;
}
