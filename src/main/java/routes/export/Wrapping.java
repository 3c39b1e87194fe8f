package routes.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Lambda is given when a queue or a topic invokes it: messages within records, each of them a text. */
final class Wrapping {

    private Wrapping() {}

    /** The messages within, in their order; empty for an event that is no such wrapping. */
    static Optional<List<String>> messages(Map<String, Object> event) {
        if (!(event.get("Records") instanceof List<?> records)
                || records.isEmpty()
                || records.stream().noneMatch(Wrapping::isWrapped)) {
            return Optional.empty();
        }
        List<String> messages = new ArrayList<>();
        for (Object record : records) {
            if (!isWrapped(record) || !(message((Map<?, ?>) record) instanceof String message)) {
                throw Refusal.badRequest(
                        "Records", "Records are of several kinds or without a text, expected messages of SQS or SNS");
            }
            messages.add(message);
        }
        return Optional.of(List.copyOf(messages));
    }

    private static boolean isWrapped(Object record) {
        return record instanceof Map<?, ?> fields
                && ("aws:sqs".equals(fields.get("eventSource")) || "aws:sns".equals(fields.get("EventSource")));
    }

    private static @Nullable Object message(Map<?, ?> record) {
        if ("aws:sqs".equals(record.get("eventSource"))) {
            return record.get("body");
        }
        return record.get("Sns") instanceof Map<?, ?> notification ? notification.get("Message") : null;
    }
}
