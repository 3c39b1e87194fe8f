package routes.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import routes.lake.Contacts.Queue;
import routes.lake.Contacts.Retention;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Whether a queue and its dead-letter queue are as a pipeline needs them; what is wrong is thrown, with what to do. */
final class QueueExamination {
    private final SqsClient sqs;
    private final String dlqSuffix;
    private final int maxReceives;
    private final Duration visibility;

    /**
     * @param dlqSuffix turns a queue's name into that of its dead-letter queue
     * @param maxReceives on which the core parks
     * @param visibility of a received message, at least
     */
    QueueExamination(SqsClient sqs, String dlqSuffix, int maxReceives, Duration visibility) {
        this.sqs = sqs;
        this.dlqSuffix = dlqSuffix;
        this.maxReceives = maxReceives;
        this.visibility = visibility;
    }

    /** The queue itself: redrive, visibility and retention. */
    String queue(Queue queue) {
        Map<QueueAttributeName, String> attributes = attributes(queue.name());
        int receives = redrive(queue, attributes);
        long hidden = Long.parseLong(attributes.getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "0"));
        if (hidden < visibility.toSeconds()) {
            throw new IllegalStateException("has a visibility time-out of " + hidden + " s, expected at least "
                    + visibility.toSeconds() + " s (lake.visibility)");
        }
        return "is there, redrive to " + dlq(queue) + " after " + receives + " receives, visibility " + hidden + " s"
                + retention(queue.retention(), attributes);
    }

    /** The dead-letter queue: how much lies there, and for how long. */
    String parked(Queue queue) {
        Map<QueueAttributeName, String> attributes = attributes(dlq(queue));
        String messages = attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
        return "is there, " + messages + " messages parked" + retention(queue.parkedRetention(), attributes);
    }

    /** The name of its dead-letter queue. */
    String dlq(Queue queue) {
        return queue.name() + dlqSuffix;
    }

    private int redrive(Queue queue, Map<QueueAttributeName, String> attributes) {
        Map<String, Object> policy;
        try {
            policy = JSON.std.mapFrom(attributes.getOrDefault(QueueAttributeName.REDRIVE_POLICY, "{}"));
        } catch (IOException e) {
            throw new IllegalStateException("has a redrive policy that is no JSON: set it again", e);
        }
        int expected = queue.receives().orElse(maxReceives + 1);
        if (!String.valueOf(policy.get("deadLetterTargetArn")).endsWith(":" + dlq(queue))) {
            throw new IllegalStateException(
                    "has no redrive policy to " + dlq(queue) + ": set one with maxReceiveCount " + expected);
        }
        String receives = String.valueOf(policy.get("maxReceiveCount"));
        if (!receives.equals(Integer.toString(expected))) {
            throw new IllegalStateException("has maxReceiveCount " + receives + ", expected " + expected
                    + (queue.receives().isPresent()
                            ? ": a message that waits for its turn is received again and again"
                            : " (lake.max-receives + 1): the core parks with a reason before SQS moves without one"));
        }
        return expected;
    }

    private static String retention(Optional<Retention> wanted, Map<QueueAttributeName, String> attributes) {
        if (wanted.isEmpty()) {
            return "";
        }
        Retention retention = wanted.get();
        String seconds = attributes.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD);
        if (seconds == null) {
            // AWS always tells; some of those that stand in for it do not.
            return ", how long it keeps messages is not told";
        }
        Duration kept = Duration.ofSeconds(Long.parseLong(seconds));
        if (kept.compareTo(retention.longest()) > 0) {
            throw new IllegalStateException("keeps messages for " + inWords(kept) + ", expected at most "
                    + inWords(retention.longest()) + " (" + retention.key() + "): " + retention.because());
        }
        return ", messages kept for " + inWords(kept);
    }

    private static String inWords(Duration time) {
        return time.toSeconds() % Duration.ofDays(1).toSeconds() == 0 ? time.toDays() + " d" : time.toSeconds() + " s";
    }

    private Map<QueueAttributeName, String> attributes(String queue) {
        String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }
}
