package routes.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.Outcome;
import routes.policy.Poison;
import routes.policy.QueueMessage;

/** A Lambda for batches of an SQS event source: it reports exactly the messages that are to come again. */
public final class QueueHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QueueHandler.class);

    private final LambdaRuntime runtime;

    /** Starts the step that {@code LAKE_STEP} names. */
    public QueueHandler() {
        runtime = LambdaRuntime.start(Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> pipeline.queueSteps().stream())
                .toList());
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Map<String, String> handles = new LinkedHashMap<>();
        List<QueueMessage> messages = messages(LambdaRuntime.read(event), handles);
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis())
                .minus(runtime.assembly().lakeSettings().lambdaReserve());
        Batch batch =
                new Batch(messages, runtime.assembly().lake().clock().instant().plus(left));
        try {
            JSON.std.write(answer(batch, runtime.send(batch, BatchResult.class), handles), answer);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("step failed", e);
        }
    }

    private Map<String, Object> answer(Batch batch, BatchResult result, Map<String, String> handles) {
        List<Map<String, String>> failures = new ArrayList<>();
        for (QueueMessage message : batch.messages()) {
            Outcome outcome = result.of(message);
            if (!outcome.acknowledged()) {
                failures.add(Map.of("itemIdentifier", message.id()));
            }
            if (outcome instanceof Outcome.Retry retry && retry.after().isPresent()) {
                hide(message, handles.get(message.id()), retry.after().get());
            }
        }
        LOG.atInfo().addKeyValue("result", result.summary()).log("batch settled");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("batchItemFailures", failures);
        all.putAll(result.summary());
        return all;
    }

    private void hide(QueueMessage message, String handle, Duration after) {
        Map<String, String> failed = runtime.assembly().lake().queues().hide(message.queue(), List.of(handle), after);
        if (!failed.isEmpty()) {
            LOG.warn("visibility of a message not changed: {}", failed.get(handle));
        }
    }

    private static List<QueueMessage> messages(Map<String, Object> event, Map<String, String> handles) {
        if (!(event.get("Records") instanceof List<?> records) || records.isEmpty()) {
            throw new Poison("event has no Records, expected a batch of an SQS event source");
        }
        List<QueueMessage> messages = new ArrayList<>();
        for (Object record : records) {
            SqsRecord sqs = SqsRecord.read(record);
            messages.add(sqs.message());
            handles.put(sqs.message().id(), sqs.handle());
        }
        return messages;
    }
}
