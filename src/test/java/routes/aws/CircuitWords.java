package routes.aws;

import java.util.Optional;

/** Answers, changes and states of circuits in the words of {@link PlainCircuit}. */
final class CircuitWords {

    private CircuitWords() {}

    static String of(CircuitAnswer answer) {
        if (answer instanceof CircuitAnswer.Probe probe) {
            return "probe " + probe.until();
        }
        return answer instanceof CircuitAnswer.Refused refused ? "refused " + refused.until() : "allowed";
    }

    static String of(CircuitChange change) {
        if (change instanceof CircuitChange.Opened opened) {
            return "opened " + opened.until() + " " + opened.trips();
        }
        return change instanceof CircuitChange.Closed closed ? "closed " + closed.openSince() : "";
    }

    static String of(CircuitState state) {
        if (state instanceof CircuitState.Open open) {
            return "open since " + open.since() + " until " + open.until();
        }
        if (state instanceof CircuitState.HalfOpen halfOpen) {
            return "half-open since " + halfOpen.since() + " until " + halfOpen.leaseUntil();
        }
        return "closed since " + state.since();
    }

    static Optional<Permit> permit(CircuitAnswer answer) {
        if (answer instanceof CircuitAnswer.Probe probe) {
            return Optional.of(probe.permit());
        }
        return answer instanceof CircuitAnswer.Allowed allowed ? Optional.of(allowed.permit()) : Optional.empty();
    }
}
