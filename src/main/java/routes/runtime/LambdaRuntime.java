package routes.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import routes.observe.EmfMeter;
import routes.observe.Meter;
import routes.observe.Telemetry;
import routes.observe.log.Logging;
import routes.policy.Poison;
import routes.policy.Unit;
import routes.settings.Settings;
import routes.settings.SettingsSources;

/**
 * One step of one pipeline inside a Lambda: the context is started once, without doors, and every invocation sends one
 * exchange through it. The environment variable {@code LAKE_STEP} names the step.
 */
final class LambdaRuntime implements AutoCloseable {
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final String step;
    private final Assembly assembly;
    private final CamelContext context;
    private final ProducerTemplate template;

    private LambdaRuntime(String step, Assembly assembly, CamelContext context) {
        this.step = step;
        this.assembly = assembly;
        this.context = context;
        this.template = context.createProducerTemplate();
    }

    /**
     * Starts the step that the environment names.
     *
     * @throws IllegalStateException when it names none that this shape of handler can serve
     */
    static LambdaRuntime start(List<String> steps) {
        String step = Optional.ofNullable(System.getenv("LAKE_STEP")).orElse("");
        if (!steps.contains(step)) {
            throw new IllegalStateException("LAKE_STEP is '" + step + "', expected one of " + steps);
        }
        Pipeline pipeline = Pipeline.ofStep(step).orElseThrow();
        Settings settings = SettingsSources.load(Optional.empty(), System.getenv(), System.getProperties());
        Meter meter = new EmfMeter("LakeRoutes/" + pipeline.title(), System.out, Clock.systemUTC());
        Telemetry telemetry = Telemetry.from(System.getenv());
        Assembly assembly = Assembly.of(settings, List.of(pipeline), meter, telemetry, Clock.systemUTC());
        // Behind the check of the whole configuration, which names a wrong level together with all other faults.
        Logging.configure(settings.text("lake.log-level"), settings.text("lake.log-format"));
        return start(step, assembly);
    }

    /** Starts a step of a pipeline that has been put together. */
    static LambdaRuntime start(String step, Assembly assembly) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.setRouteFilter(new StepRoutes(step));
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        try {
            Properties values = new Properties();
            values.putAll(assembly.settings().values());
            context.getPropertiesComponent().setOverrideProperties(values);
            assembly.addRoutes(context);
            context.start();
            return new LambdaRuntime(step, assembly, context);
        } catch (Exception e) {
            throw new IllegalStateException("step " + step + " cannot be started", e);
        }
    }

    /** When no unit of work may begin any more that could not end before the function does. */
    Instant deadline(Context context, Duration reserve) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(reserve);
        return assembly.lake().clock().instant().plus(left);
    }

    /** Sends a body through the step; what failed there is thrown here. */
    <T> T send(Object body, Class<T> result, Instant deadline) throws Exception {
        try {
            Exchange exchange = template.send("direct:" + step, sent -> {
                sent.setProperty(Unit.DEADLINE, deadline);
                sent.getMessage().setBody(body);
            });
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return exchange.getMessage().getBody(result);
        } finally {
            assembly.lake().meter().flush();
            assembly.telemetry().flush(FLUSH);
        }
    }

    /** The pipeline that the step belongs to. */
    Pipeline pipeline() {
        return Pipeline.ofStep(step).orElseThrow();
    }

    Assembly assembly() {
        return assembly;
    }

    CamelContext context() {
        return context;
    }

    /** Reads an event. */
    static Map<String, Object> read(InputStream event) {
        try {
            return JSON.std.mapFrom(event);
        } catch (IOException e) {
            // Without the cause: a parser's message quotes the event.
            throw new Poison("event is not a JSON object");
        }
    }

    @Override
    public void close() {
        context.stop();
        assembly.close();
    }
}
