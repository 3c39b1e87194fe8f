package routes.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.Queues;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * What AWS runs between a queue and a Lambda: it hands over batches as events, and deletes what the answer does not
 * report as failed; of a batch whose handler throws it deletes nothing.
 */
final class EventSource implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(EventSource.class);

    private final TestLake lake;
    private final String queue;
    private final LambdaRuntime runtime;
    private final QueueHandler handler;
    private final CompletableFuture<Void> polling;
    private volatile boolean open = true;

    EventSource(TestLake lake, String queue, LambdaRuntime runtime) {
        this.lake = lake;
        this.queue = queue;
        this.runtime = runtime;
        this.handler = new QueueHandler(runtime);
        this.polling = CompletableFuture.runAsync(this::poll, work -> new Thread(work, "event-source").start());
    }

    private void poll() {
        Queues queues = new Queues(lake.clients()::sqs);
        int visibility =
                (int) runtime.assembly().lakeSettings().door().visibility().toSeconds();
        while (open) {
            List<Message> messages = lake.clients()
                    .sqs()
                    .receiveMessage(receive -> receive.queueUrl(queues.url(queue))
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(visibility)
                            .waitTimeSeconds(1)
                            .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                            .messageAttributeNames("All"))
                    .messages();
            if (!messages.isEmpty()) {
                queues.delete(queue, settledBy(messages));
            }
        }
    }

    private List<String> settledBy(List<Message> messages) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            String event = SqsEvents.of(queue, messages);
            handler.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, plentyOfTime());
            Map<String, Object> response = JSON.std.mapFrom(answer.toByteArray());
            var failed = ((List<?>) response.get("batchItemFailures"))
                    .stream()
                            .map(failure -> ((Map<?, ?>) failure).get("itemIdentifier"))
                            .collect(Collectors.toSet());
            return messages.stream()
                    .filter(message -> !failed.contains(message.messageId()))
                    .map(Message::receiptHandle)
                    .toList();
        } catch (IOException | RuntimeException functionError) {
            LOG.error("function error: the batch comes again", functionError);
            return List.of();
        }
    }

    /** A function that has five minutes left, whenever it asks. */
    static Context plentyOfTime() {
        return (Context) Proxy.newProxyInstance(
                EventSource.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return 300_000;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Closes several, which all end the polls that are under way at the same time. */
    static void close(EventSource... sources) {
        for (EventSource source : sources) {
            source.open = false;
        }
        for (EventSource source : sources) {
            source.close();
        }
    }

    @Override
    public void close() {
        open = false;
        polling.join();
        runtime.close();
    }
}
