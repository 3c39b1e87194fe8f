package routes.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a queue step answers for its batch.
 *
 * @param outcomes by message id; a message without one is to be retried
 * @param summary what the step tells about the batch, as it is printed and returned by a Lambda
 */
public record BatchResult(Map<String, Outcome> outcomes, Map<String, Object> summary) {

    public BatchResult {
        outcomes = Map.copyOf(outcomes);
        summary = new LinkedHashMap<>(summary);
    }

    /** The outcome of a message: silence is no success. */
    public Outcome of(QueueMessage message) {
        return outcomes.getOrDefault(message.id(), new Outcome.Retry(FailureKind.BUG, "no outcome", Optional.empty()));
    }
}
