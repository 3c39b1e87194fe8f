package routes.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Queues in memory that can be sent to, and that refuse what a test says, as SQS does: with status 200. */
public final class MemorySqs implements SqsClient {
    private final Map<String, List<SendMessageBatchRequestEntry>> sent = new LinkedHashMap<>();
    private Predicate<SendMessageBatchRequestEntry> refused = entry -> false;

    /** Refuses the entries of batches that are of this kind, and takes the others. */
    public synchronized void refuse(Predicate<SendMessageBatchRequestEntry> entries) {
        refused = entries;
    }

    /** The messages that a queue has taken, in order. */
    public synchronized List<SendMessageBatchRequestEntry> sent(String queue) {
        return List.copyOf(sent.getOrDefault(queue, List.of()));
    }

    /** Their texts. */
    public List<String> bodies(String queue) {
        return sent(queue).stream()
                .map(SendMessageBatchRequestEntry::messageBody)
                .toList();
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        return GetQueueUrlResponse.builder().queueUrl(request.queueName()).build();
    }

    @Override
    public synchronized SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        List<SendMessageBatchResultEntry> taken = new ArrayList<>();
        for (SendMessageBatchRequestEntry entry : request.entries()) {
            if (refused.test(entry)) {
                failed.add(BatchResultErrorEntry.builder()
                        .id(entry.id())
                        .code("InternalError")
                        .build());
            } else {
                taken.add(SendMessageBatchResultEntry.builder().id(entry.id()).build());
                sent.computeIfAbsent(request.queueUrl(), queue -> new ArrayList<>())
                        .add(entry);
            }
        }
        return SendMessageBatchResponse.builder()
                .successful(taken)
                .failed(failed)
                .build();
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
