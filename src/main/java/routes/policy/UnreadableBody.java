package routes.policy;

import java.io.IOException;

/** What was to be sent could not be read to its end. The other end has no part in it; its health is another matter. */
public final class UnreadableBody extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableBody(String message, Exception cause) {
        super(message, cause);
    }
}
