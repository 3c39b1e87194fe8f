package routes.export;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import routes.policy.FailureKind;

/** An export cannot go on now, and its caller is told so by a status of HTTP. */
final class ExportFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration API_IS_DOWN = Duration.ofMinutes(1);

    private final int status;
    private final FailureKind kind;
    private final transient @Nullable Duration after;

    /**
     * @param status for a caller over HTTP
     * @param kind transient when the same export may succeed later, poison when it never will
     * @param reason one line, without contents
     * @param after when it makes sense to ask again; null: nobody knows
     */
    ExportFailed(int status, FailureKind kind, String reason, @Nullable Duration after) {
        super(reason);
        this.status = status;
        this.kind = kind;
        this.after = after;
    }

    /**
     * Nothing more is sent for now.
     *
     * @param reason one line, without contents
     * @param after when the API wishes to be asked again; empty: it has not said
     */
    static ExportFailed unavailable(@Nullable String reason, Optional<Duration> after) {
        return new ExportFailed(502, FailureKind.TRANSIENT, "API is unavailable: " + reason, after.orElse(API_IS_DOWN));
    }

    int status() {
        return status;
    }

    FailureKind kind() {
        return kind;
    }

    Optional<Duration> after() {
        return Optional.ofNullable(after);
    }
}
