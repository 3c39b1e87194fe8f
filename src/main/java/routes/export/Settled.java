package routes.export;

import java.util.Optional;
import routes.policy.FailureKind;

/**
 * What became of one thing that an event told.
 *
 * @param told by the event
 * @param result of its export; empty when there was nothing to export
 */
record Settled(Told told, Optional<ExportResult> result) {

    static Settled of(Told told) {
        return new Settled(told, Optional.empty());
    }

    static Settled of(Told told, ExportResult result) {
        return new Settled(told, Optional.of(result));
    }

    /** Why it will never be done; empty when it is, or may be later. */
    Optional<String> refusal() {
        return told.refusal()
                .map(Refusal::line)
                .or(() -> result.filter(end -> kind(end) == FailureKind.POISON).map(ExportResult::message));
    }

    /** It is not done, and may be later. */
    Optional<ExportResult> waiting() {
        return result.filter(end -> end.failure().isPresent() && kind(end) != FailureKind.POISON);
    }

    private static FailureKind kind(ExportResult end) {
        return end.failure().orElse(FailureKind.TRANSIENT);
    }
}
