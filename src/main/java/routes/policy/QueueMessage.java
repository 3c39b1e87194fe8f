package routes.policy;

import java.util.Map;

/**
 * One message as a door received it, whatever the door.
 *
 * @param id the queue's id of the message, unique in its batch
 * @param queue name of the queue it came from
 * @param body its text
 * @param attributes the message attributes that the door asked for by name, and no others
 * @param receives how often it has been received, this time included; from 1
 */
public record QueueMessage(String id, String queue, String body, Map<String, String> attributes, int receives) {

    /** The message attributes that doors ask for; everything else that a sender attaches stays outside. */
    public static final String[] ATTRIBUTES = {"traceparent", "run_id"};

    public QueueMessage {
        if (id.isBlank() || queue.isBlank()) {
            throw new IllegalArgumentException("message id is '" + id + "', queue '" + queue + "', expected both");
        }
        attributes = Map.copyOf(attributes);
        receives = Math.max(1, receives);
    }
}
