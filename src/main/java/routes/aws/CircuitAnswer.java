package routes.aws;

import java.time.Duration;
import java.time.Instant;

/** What a circuit says to someone who wants to call its service. */
public sealed interface CircuitAnswer
        permits CircuitAnswer.Allowed, CircuitAnswer.Probe, CircuitAnswer.Refused, UnreadableCircuit {

    /** The circuit is closed: call. */
    record Allowed(Permit permit) implements CircuitAnswer {}

    /**
     * The circuit has been open long enough: call, alone in the whole fleet. All others wait for the answer, so it has to
     * be noted; a holder that does not call after all gives its probe back.
     *
     * @param until when the lease ends; after that the probe passes to the next who asks
     */
    record Probe(Permit permit, Instant until) implements CircuitAnswer {}

    /**
     * Do not call.
     *
     * @param until when asking again makes sense
     * @param after how long that is from now
     */
    record Refused(Instant until, Duration after) implements CircuitAnswer {}
}
