package routes.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * SQS in batches, with every entry's own result looked at: SQS answers 200 to a batch of which half failed. Queues are
 * named; their URLs are asked for once.
 */
public final class Queues {
    private static final int ENTRIES = 10;
    private static final int BYTES = 200_000;
    private static final int TRIES = 3;
    private static final int MAX_VISIBILITY_SECONDS = 43_200;
    private static final int MAX_DELAY_SECONDS = 900;

    private final Supplier<SqsClient> sqs;
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    public Queues(Supplier<SqsClient> sqs) {
        this.sqs = sqs;
    }

    /**
     * A message to send.
     *
     * @param body its text
     * @param attributes its string attributes, at most 10
     */
    public record Outgoing(String body, Map<String, String> attributes) {}

    /** The URL of a queue; a name that is a URL already is taken as it is. */
    public String url(String queue) {
        return queue.contains("://")
                ? queue
                : urls.computeIfAbsent(
                        queue,
                        name -> sqs.get()
                                .getQueueUrl(get -> get.queueName(name))
                                .queueUrl());
    }

    /**
     * Sends all of them, failed entries up to {@value #TRIES} times.
     *
     * @return reason by index of what could not be sent; empty when all is well
     */
    public Map<Integer, String> send(String queue, List<Outgoing> messages) {
        return send(queue, messages, Duration.ZERO);
    }

    /** The same, and nobody receives them before {@code delay} has gone by, at most a quarter of an hour. */
    public Map<Integer, String> send(String queue, List<Outgoing> messages, Duration delay) {
        Integer seconds = delay.isZero() ? null : (int) Math.min(MAX_DELAY_SECONDS, Math.max(1, delay.toSeconds()));
        Map<Integer, String> failed = new LinkedHashMap<>();
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        int bytes = 0;
        for (int index = 0; index < messages.size(); index++) {
            Outgoing message = messages.get(index);
            int size = 3 * message.body().length() + 1000;
            if (entries.size() == ENTRIES || (bytes + size > BYTES && !entries.isEmpty())) {
                failed.putAll(sendEntries(queue, entries));
                entries.clear();
                bytes = 0;
            }
            bytes += size;
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(index))
                    .messageBody(message.body())
                    .messageAttributes(asAttributes(message.attributes()))
                    .delaySeconds(seconds)
                    .build());
        }
        if (!entries.isEmpty()) {
            failed.putAll(sendEntries(queue, entries));
        }
        return failed;
    }

    /** Deletes by receipt handle; answers what could not be deleted: reason by handle. */
    public Map<String, String> delete(String queue, List<String> handles) {
        Map<String, String> failed = new LinkedHashMap<>();
        for (List<String> some : tens(handles)) {
            List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                entries.add(DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(some.get(i))
                        .build());
            }
            sqs.get()
                    .deleteMessageBatch(delete -> delete.queueUrl(url(queue)).entries(entries))
                    .failed()
                    .forEach(entry -> failed.put(some.get(Integer.parseInt(entry.id())), entry.code()));
        }
        return failed;
    }

    /** Makes messages invisible for {@code time} from now; answers what could not be changed: reason by handle. */
    public Map<String, String> hide(String queue, List<String> handles, Duration time) {
        int seconds = (int) Math.min(MAX_VISIBILITY_SECONDS, Math.max(0, time.toSeconds()));
        Map<String, String> failed = new LinkedHashMap<>();
        for (List<String> some : tens(handles)) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(some.get(i))
                        .visibilityTimeout(seconds)
                        .build());
            }
            sqs.get()
                    .changeMessageVisibilityBatch(
                            change -> change.queueUrl(url(queue)).entries(entries))
                    .failed()
                    .forEach(entry -> failed.put(some.get(Integer.parseInt(entry.id())), entry.code()));
        }
        return failed;
    }

    private Map<Integer, String> sendEntries(String queue, List<SendMessageBatchRequestEntry> entries) {
        Map<Integer, String> failed = new LinkedHashMap<>();
        List<SendMessageBatchRequestEntry> rest = List.copyOf(entries);
        for (int attempt = 0; attempt < TRIES && !rest.isEmpty(); attempt++) {
            failed.clear();
            List<SendMessageBatchRequestEntry> now = rest;
            List<BatchResultErrorEntry> errors;
            try {
                errors = sqs.get()
                        .sendMessageBatch(send -> send.queueUrl(url(queue)).entries(now))
                        .failed();
            } catch (software.amazon.awssdk.core.exception.SdkException e) {
                now.forEach(entry ->
                        failed.put(Integer.parseInt(entry.id()), e.getClass().getSimpleName()));
                return failed;
            }
            errors.forEach(error -> failed.put(Integer.parseInt(error.id()), error.code()));
            rest = now.stream()
                    .filter(entry -> failed.containsKey(Integer.parseInt(entry.id())))
                    .toList();
        }
        return failed;
    }

    private static Map<String, MessageAttributeValue> asAttributes(Map<String, String> attributes) {
        Map<String, MessageAttributeValue> values = new LinkedHashMap<>();
        attributes.forEach((name, value) -> values.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(value)
                        .build()));
        return values;
    }

    private static List<List<String>> tens(List<String> handles) {
        List<List<String>> tens = new ArrayList<>();
        for (int from = 0; from < handles.size(); from += ENTRIES) {
            tens.add(handles.subList(from, Math.min(from + ENTRIES, handles.size())));
        }
        return tens;
    }
}
