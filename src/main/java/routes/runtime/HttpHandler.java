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
import routes.policy.HttpReply;

/**
 * A Lambda for requests over HTTP, behind an API Gateway or a function URL. Every request has its answer, failures too; only
 * an event that is none is thrown, so that the platform sees a wrong trigger.
 */
public final class HttpHandler implements RequestStreamHandler {
    /** What it takes to let go of the work and to answer. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(3);

    private final LambdaRuntime runtime;

    /** Starts the step that {@code LAKE_STEP} names. */
    public HttpHandler() {
        this(LambdaRuntime.start(Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> pipeline.httpSteps().stream())
                .toList()));
    }

    HttpHandler(LambdaRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Instant deadline = runtime.deadline(context, TO_ANSWER);
        JSON.std.write(
                HttpEvent.answered(LambdaRuntime.read(event), call -> runtime.send(call, HttpReply.class, deadline)),
                answer);
    }
}
