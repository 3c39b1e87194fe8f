package local.http;

import java.io.IOException;

/** The conversation ends here: the connection is closed and the caller gets no answer. */
public final class AbandonedException extends IOException {
    private static final long serialVersionUID = 1;

    public AbandonedException(String reason) {
        super(reason);
    }
}
