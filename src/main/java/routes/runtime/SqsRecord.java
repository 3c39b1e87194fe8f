package routes.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import routes.policy.Poison;
import routes.policy.QueueMessage;

/**
 * One record of an SQS event.
 *
 * @param message as the step sees it
 * @param handle settles this receive
 */
public record SqsRecord(QueueMessage message, String handle) {

    /** Reads it; of its message attributes only the named ones. */
    public static SqsRecord read(Object record) {
        Map<?, ?> fields = map(record);
        String arn = text(fields, "eventSourceARN");
        String queue = arn.substring(arn.lastIndexOf(':') + 1);
        if (queue.endsWith(".fifo")) {
            throw new IllegalStateException("queue '" + queue + "' is a FIFO queue, expected a standard one");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<?, ?> sent = map(fields.get("messageAttributes"));
        for (String name : QueueMessage.ATTRIBUTES) {
            if (map(sent.get(name)).get("stringValue") instanceof String value) {
                attributes.put(name, value);
            }
        }
        Object receives = map(fields.get("attributes")).get("ApproximateReceiveCount");
        QueueMessage message = new QueueMessage(
                text(fields, "messageId"),
                queue,
                text(fields, "body"),
                attributes,
                receives instanceof String count && count.matches("\\d{1,9}") ? Integer.parseInt(count) : 1);
        return new SqsRecord(message, text(fields, "receiptHandle"));
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof String value) {
            return value;
        }
        throw new Poison("record has no " + name + ", expected a batch of an SQS event source");
    }
}
