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
import routes.policy.Failures;
import routes.policy.Outcome;
import routes.policy.Poison;
import software.amazon.awssdk.core.exception.SdkException;

/** A Lambda for batches of an SQS event source: it reports exactly the messages that are to come again. */
public final class QueueHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QueueHandler.class);

    private final LambdaRuntime runtime;

    /** Starts the step that {@code LAKE_STEP} names. */
    public QueueHandler() {
        this(LambdaRuntime.start(Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> pipeline.queueSteps().stream())
                .toList()));
    }

    QueueHandler(LambdaRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Map<String, SqsRecord> records = records(LambdaRuntime.read(event));
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis())
                .minus(runtime.assembly().lakeSettings().lambdaReserve());
        BatchResult result;
        try {
            result = left.isNegative() || left.isZero() ? nothingStarted(records) : work(records, left);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("step failed", e);
        }
        JSON.std.write(settle(records, result), answer);
    }

    private BatchResult work(Map<String, SqsRecord> records, Duration left) throws Exception {
        Batch batch = new Batch(
                records.values().stream().map(SqsRecord::message).toList(),
                runtime.assembly().lake().clock().instant().plus(left));
        return runtime.send(batch, BatchResult.class);
    }

    /** A message without an outcome comes again, however often it has come: nobody has tried it yet. */
    private static BatchResult nothingStarted(Map<String, SqsRecord> records) {
        LOG.warn("no time left to begin: {} messages left on their queue", records.size());
        return new BatchResult(Map.of(), Map.of("handled", 0, "failed", records.size()));
    }

    private Map<String, Object> settle(Map<String, SqsRecord> records, BatchResult result) {
        List<Map<String, String>> failures = new ArrayList<>();
        records.forEach((id, record) -> {
            Outcome outcome = result.of(record.message());
            if (!outcome.acknowledged()) {
                failures.add(Map.of("itemIdentifier", id));
            }
            if (outcome instanceof Outcome.Retry retry) {
                retry.after().ifPresent(after -> hide(record, after));
            }
        });
        LOG.atInfo().addKeyValue("result", result.summary()).log("batch settled");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("batchItemFailures", failures);
        answer.putAll(result.summary());
        return answer;
    }

    /** A message that cannot be hidden comes again too early, and no worse: the batch has its outcome all the same. */
    private void hide(SqsRecord record, Duration after) {
        String failure;
        try {
            failure = runtime.assembly()
                    .lake()
                    .queues()
                    .hide(record.message().queue(), List.of(record.handle()), after)
                    .get(record.handle());
        } catch (SdkException e) {
            failure = Failures.reason(e);
        }
        if (failure != null) {
            LOG.warn("visibility of a message not changed: {}", failure);
        }
    }

    /** By message id: a message that came twice in one batch is worked once, under its later handle. */
    private static Map<String, SqsRecord> records(Map<String, Object> event) {
        if (!(event.get("Records") instanceof List<?> list) || list.isEmpty()) {
            throw new Poison("event has no Records, expected a batch of an SQS event source");
        }
        Map<String, SqsRecord> records = new LinkedHashMap<>();
        for (Object each : list) {
            SqsRecord record = SqsRecord.read(each);
            records.put(record.message().id(), record);
        }
        return records;
    }
}
