package routes.lake;

/** A query's result that is no CSV as Athena writes it: one line with the row and what is wrong, never what it holds. */
public final class UnreadableResult extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableResult(String reason) {
        super(reason);
    }
}
