package local.http;

import java.io.IOException;

/** Answers one request; an {@link AbandonedException} ends the connection without an answer. */
@FunctionalInterface
public interface Handler {
    Response answer(Request request) throws IOException, InterruptedException;
}
