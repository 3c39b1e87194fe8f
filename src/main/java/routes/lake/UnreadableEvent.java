package routes.lake;

/** A text that is no S3 event: one line that says what was found and what was expected. */
public final class UnreadableEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableEvent(String reason) {
        super(reason);
    }
}
