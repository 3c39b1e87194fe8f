package routes.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues as an operator sees them: how deep they are, and what is parked. Looking hides a parked message for a while. */
public final class DeadLetters {
    private static final int MOST_RECEIVED = 10;
    private static final int WAIT_SECONDS = 1;

    private final Supplier<SqsClient> sqs;
    private final Queues queues;

    public DeadLetters(Supplier<SqsClient> sqs, Queues queues) {
        this.sqs = sqs;
        this.queues = queues;
    }

    /**
     * A message that is parked.
     *
     * @param id the queue's id of the message
     * @param handle settles this receive
     * @param body its text
     * @param attributes its text attributes, whoever set them
     * @param sentAt when it was put on this queue
     */
    public record Parked(String id, String handle, String body, Map<String, String> attributes, Instant sentAt) {}

    /**
     * How many messages a queue has, by SQS's own approximation.
     *
     * @param visible wait to be received
     * @param inFlight are received and not yet settled
     * @param delayed may not be received yet
     */
    public record Depth(int visible, int inFlight, int delayed) {
        /** All of them. */
        public int total() {
            return visible + inFlight + delayed;
        }
    }

    /** How deep a queue is. */
    public Depth depth(String queue) {
        Map<QueueAttributeName, String> numbers = sqs.get()
                .getQueueAttributes(get -> get.queueUrl(queues.url(queue))
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes();
        return new Depth(
                number(numbers, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                number(numbers, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                number(numbers, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
    }

    /** Receives some, at most {@code most} and at most ten, and hides them for a while; empty when there are no more. */
    public List<Parked> receive(String queue, int most, Duration hidden) {
        return sqs
                .get()
                .receiveMessage(receive -> receive.queueUrl(queues.url(queue))
                        .maxNumberOfMessages(Math.min(MOST_RECEIVED, most))
                        .visibilityTimeout((int) hidden.toSeconds())
                        .waitTimeSeconds(WAIT_SECONDS)
                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
                        .messageAttributeNames("All"))
                .messages()
                .stream()
                .map(DeadLetters::parked)
                .toList();
    }

    /** Looks at what is parked, about {@code most} at the most, and lets it be seen again. */
    public List<Parked> look(String queue, int most) {
        if (depth(queue).visible() == 0) {
            return List.of();
        }
        Map<String, Parked> seen = new LinkedHashMap<>();
        List<Parked> some = receive(queue, MOST_RECEIVED, Duration.ofMinutes(1));
        boolean more = true;
        while (more && !some.isEmpty()) {
            int before = seen.size();
            some.forEach(parked -> seen.put(parked.id(), parked));
            more = seen.size() > before && seen.size() < most;
            some = more ? receive(queue, MOST_RECEIVED, Duration.ofMinutes(1)) : List.of();
        }
        release(queue, seen.values().stream().map(Parked::handle).toList());
        return new ArrayList<>(seen.values());
    }

    /** Lets messages be seen again at once. One whose handle has run out is visible already. */
    public void release(String queue, List<String> handles) {
        queues.hide(queue, handles, Duration.ZERO);
    }

    private static Parked parked(Message message) {
        Map<String, String> attributes = new HashMap<>();
        message.messageAttributes().forEach((name, value) -> {
            if (value.stringValue() != null) {
                attributes.put(name, value.stringValue());
            }
        });
        long sent = Long.parseLong(message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0"));
        return new Parked(
                message.messageId(), message.receiptHandle(), message.body(), attributes, Instant.ofEpochMilli(sent));
    }

    private static int number(Map<QueueAttributeName, String> numbers, QueueAttributeName name) {
        return Integer.parseInt(numbers.getOrDefault(name, "0"));
    }
}
