package routes.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import routes.policy.BatchResult;
import routes.policy.HttpReply;
import routes.runtime.CamelApplication;
import routes.runtime.HttpEvent;
import routes.runtime.Pipeline;
import routes.runtime.Results;
import routes.runtime.SqsEvent;

/** Sends one event through a step, as a Lambda would. */
@Command(
        name = "invoke",
        description = {
            "Sends one event through a step, as its Lambda would.",
            "A schedule's event or one of its own for a step that takes events, a batch of an SQS event source for one that "
                    + "takes messages, a gateway's request for one that answers over HTTP. Prints the answer; nothing is "
                    + "deleted from a queue."
        },
        footer = {
            "",
            "Examples:",
            "  echo '{\"from\":\"2026-11-19\",\"endpoints\":[\"api-a\"]}' | lake-routes invoke ingest-trigger --event -",
            "  lake-routes invoke ingest-fetch --event batch.json"
        })
final class InvokeCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int FIRST_REFUSAL = 400;

    private final Session session;

    @Parameters(paramLabel = "<step>", description = "Such as ingest-trigger or ingest-fetch.")
    private String step = "";

    @Option(
            names = "--event",
            required = true,
            paramLabel = "<file|->",
            description = "Where the event is; - is standard input.")
    private String event = "";

    InvokeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        Pipeline pipeline = Pipeline.ofStep(step)
                .orElseThrow(() ->
                        CommandFailure.usage("step is '" + step + "', expected one of " + String.join(", ", steps())));
        Map<String, Object> json = read();
        try (CamelApplication application = CamelApplication.withoutDoors(session.assembly(pipeline))
                        .start();
                ProducerTemplate template = application.context().createProducerTemplate()) {
            if (pipeline.eventSteps().contains(step)) {
                session.answer(Results.asJson(pipeline, send(template, json)));
                return ExitCodes.OK;
            }
            if (pipeline.httpSteps().contains(step)) {
                return answered(HttpEvent.answered(json, call -> (HttpReply) send(template, call)));
            }
            SqsEvent batch = SqsEvent.read(json);
            Object result = send(
                    template, batch.batch(session.console().clock().instant().plus(LONGEST)));
            BatchResult outcomes = (BatchResult) result;
            session.answer(batch.answer(outcomes));
            return batch.failures(outcomes).isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private int answered(Map<String, Object> answer) {
        session.answer(answer);
        return answer.get("statusCode") instanceof Integer status && status < FIRST_REFUSAL
                ? ExitCodes.OK
                : ExitCodes.FAILED;
    }

    private Object send(ProducerTemplate template, Object body) throws Exception {
        Exchange exchange =
                template.send("direct:" + step, sent -> sent.getMessage().setBody(body));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getBody();
    }

    private Map<String, Object> read() {
        try {
            byte[] bytes;
            if (event.equals("-")) {
                bytes = session.console().in().readAllBytes();
            } else {
                try (InputStream file = Files.newInputStream(Path.of(event))) {
                    bytes = file.readAllBytes();
                }
            }
            return JSON.std.mapFrom(bytes);
        } catch (IOException e) {
            throw CommandFailure.usage(
                    "--event is " + event + ", expected a file that can be read and holds a JSON object");
        }
    }

    private static List<String> steps() {
        List<String> steps = new ArrayList<>();
        for (Pipeline pipeline : Pipeline.values()) {
            steps.addAll(pipeline.eventSteps());
            steps.addAll(pipeline.queueSteps());
            steps.addAll(pipeline.httpSteps());
        }
        return steps;
    }
}
