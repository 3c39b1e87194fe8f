package routes.policy;

/** A message, an object or an answer that will never be right as it is. The text is one line and holds no contents. */
public final class Poison extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Poison(String reason) {
        super(reason);
    }

    public Poison(String reason, Throwable cause) {
        super(reason, cause);
    }
}
