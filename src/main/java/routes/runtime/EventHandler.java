package routes.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;

/** A Lambda for one event: a schedule's, or one sent by hand. What did not succeed is thrown, so the platform sees it. */
public final class EventHandler implements RequestStreamHandler {
    private final LambdaRuntime runtime;

    /** Starts the step that {@code LAKE_STEP} names. */
    public EventHandler() {
        this(LambdaRuntime.start(Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> pipeline.eventSteps().stream())
                .toList()));
    }

    EventHandler(LambdaRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        try {
            Instant deadline =
                    runtime.deadline(context, runtime.assembly().lakeSettings().lambdaReserve());
            Object result = runtime.send(LambdaRuntime.read(event), Object.class, deadline);
            JSON.std.write(Results.asJson(runtime.pipeline(), result), answer);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("step failed", e);
        }
    }
}
