package routes.aws;

import java.time.Instant;

/** What a note did to a circuit, told to the one caller in the fleet whose note it was. */
public sealed interface CircuitChange
        permits CircuitChange.Nothing, CircuitChange.Opened, CircuitChange.Closed, UnreadableCircuit {

    /** The circuit stays as it is, as far as anybody outside can see. */
    record Nothing() implements CircuitChange {}

    /**
     * The circuit has opened.
     *
     * @param until when it may be probed
     * @param trips how often in a row: 1 when it was closed before, more when its probes failed
     */
    record Opened(Instant until, int trips) implements CircuitChange {}

    /**
     * The probe succeeded, everybody may call again.
     *
     * @param openSince when it had opened
     */
    record Closed(Instant openSince) implements CircuitChange {}

    /** What a caller is told when {@code before} has become {@code after} by its doing. */
    static CircuitChange between(CircuitState before, CircuitState after) {
        boolean moved = before.generation() != after.generation();
        if (moved && after instanceof CircuitState.Closed) {
            return new Closed(before.since());
        }
        if (moved && after instanceof CircuitState.Open open) {
            return new Opened(open.until(), open.trips());
        }
        return new Nothing();
    }
}
