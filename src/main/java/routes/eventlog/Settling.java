package routes.eventlog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.policy.BatchResult;
import routes.policy.EventMessage;
import routes.policy.EventSettling;
import routes.policy.EventSettling.Unsettled;
import routes.policy.FailureKind;
import routes.policy.Outcome;

/** Turns what became of files into what becomes of messages. */
final class Settling {
    private final EventSettling messages;

    Settling(EventSettling messages) {
        this.messages = messages;
    }

    /** What becomes of each message of a batch. */
    BatchResult settle(List<EventMessage> batch, Taken taken) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        batch.forEach(message -> outcomes.put(message.message().id(), settle(message, taken)));
        SweepResult result = new SweepResult();
        result.add(taken);
        return new BatchResult(outcomes, result.asMap());
    }

    private Outcome settle(EventMessage message, Taken taken) {
        if (EventMessage.events(List.of(message)).stream().anyMatch(event -> taken.isLeft(event.key()))) {
            // Not a failure of the message: however often it has come, nobody has had the time for it.
            return new Outcome.Retry(FailureKind.TRANSIENT, "no time left for its file", Optional.empty());
        }
        return messages.settle(
                message,
                taken.run(),
                event -> taken.unsettled(event.key())
                        .map(reason -> new Unsettled(FailureKind.TRANSIENT, reason, Optional.empty())));
    }
}
