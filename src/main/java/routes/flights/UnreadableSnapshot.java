package routes.flights;

/** What is no snapshot at all: one line with what is wrong and where, never what it holds. */
final class UnreadableSnapshot extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableSnapshot(String reason) {
        super(reason);
    }
}
