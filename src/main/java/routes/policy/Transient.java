package routes.policy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that may well succeed later; the other end may have said when. */
public final class Transient extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration after;

    public Transient(String reason, @Nullable Duration after) {
        super(reason);
        this.after = after;
    }

    public Transient(String reason, Throwable cause) {
        super(reason, cause);
        this.after = null;
    }

    /** How long the other end asked to be left alone. */
    public Optional<Duration> after() {
        return Optional.ofNullable(after);
    }
}
