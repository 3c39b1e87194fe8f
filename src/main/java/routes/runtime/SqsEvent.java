package routes.runtime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.Poison;
import routes.policy.QueueMessage;

/**
 * The event that an SQS event source sends, and the answer that it expects.
 *
 * @param records one for each message
 */
public record SqsEvent(List<SqsRecord> records) {

    /**
     * Reads it. A message that came twice in one batch is worked once, under its later handle; an event of another shape
     * is poison.
     */
    public static SqsEvent read(Map<String, Object> event) {
        if (!(event.get("Records") instanceof List<?> records) || records.isEmpty()) {
            throw new Poison("event has no Records, expected a batch of an SQS event source");
        }
        Map<String, SqsRecord> byId = new LinkedHashMap<>();
        for (Object each : records) {
            SqsRecord record = SqsRecord.read(each);
            byId.put(record.message().id(), record);
        }
        return new SqsEvent(List.copyOf(byId.values()));
    }

    /** Its messages, for a queue step. */
    public Batch batch(Instant deadline) {
        return new Batch(records.stream().map(SqsRecord::message).toList(), deadline);
    }

    /** Ids of the messages that are to come again. */
    public List<String> failures(BatchResult result) {
        return records.stream()
                .map(SqsRecord::message)
                .filter(message -> !result.of(message).acknowledged())
                .map(QueueMessage::id)
                .toList();
    }

    /** What the event source is told: exactly the messages that are to come again, and a summary for people. */
    public Map<String, Object> answer(BatchResult result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "batchItemFailures",
                failures(result).stream()
                        .map(id -> Map.of("itemIdentifier", id))
                        .toList());
        answer.putAll(result.summary());
        return answer;
    }
}
