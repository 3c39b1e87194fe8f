package routes.policy;

import java.time.Instant;
import java.util.List;

/**
 * What a door hands to a queue step.
 *
 * @param messages the messages, in the order received
 * @param deadline no unit of work is started that could not end before it
 */
public record Batch(List<QueueMessage> messages, Instant deadline) {

    public Batch {
        messages = List.copyOf(messages);
        if (messages.stream().map(QueueMessage::id).distinct().count() != messages.size()) {
            throw new IllegalArgumentException("batch holds a message id twice, expected each once");
        }
    }
}
