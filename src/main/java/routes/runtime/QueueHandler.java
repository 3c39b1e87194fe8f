package routes.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.policy.BatchResult;
import routes.policy.Failures;
import routes.policy.Outcome;
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
        SqsEvent batch = SqsEvent.read(LambdaRuntime.read(event));
        Instant deadline =
                runtime.deadline(context, runtime.assembly().lakeSettings().lambdaReserve());
        boolean late = !runtime.assembly().lake().clock().instant().isBefore(deadline);
        BatchResult result;
        try {
            result = late ? nothingStarted(batch) : runtime.send(batch.batch(deadline), BatchResult.class, deadline);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("step failed", e);
        }
        JSON.std.write(settle(batch, result), answer);
    }

    /** A message without an outcome comes again, however often it has come: nobody has tried it yet. */
    private static BatchResult nothingStarted(SqsEvent batch) {
        int messages = batch.records().size();
        LOG.warn("no time left to begin: {} messages left on their queue", messages);
        return new BatchResult(Map.of(), Map.of("handled", 0, "failed", messages));
    }

    private Map<String, Object> settle(SqsEvent batch, BatchResult result) {
        batch.records().forEach(record -> {
            if (result.of(record.message()) instanceof Outcome.Retry retry) {
                retry.after().ifPresent(after -> hide(record, after));
            }
        });
        LOG.atInfo().addKeyValue("result", result.summary()).log("batch settled");
        return batch.answer(result);
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
}
