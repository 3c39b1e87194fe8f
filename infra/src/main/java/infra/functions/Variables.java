package infra.functions;

import infra.environment.Deployment;
import infra.product.Step;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a function is told by environment variables. */
public final class Variables {
    /** Processor time is short in a start, and most functions are done before a second compiler pays. */
    private static final String FAST_START = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    /** Merging millions of rows takes minutes. */
    private static final String LONG_RUN = "-XX:+UseSerialGC";

    private Variables() {}

    static Map<String, String> of(Step step, Deployment deployment) {
        Map<String, String> variables = new TreeMap<>();
        deployment.saidTo(step.pipeline()).forEach((key, value) -> variables.put(variable(key), value));
        if (step == Step.AGGREGATOR_DELIVER) {
            variables.put(
                    variable("aggregator.nifi-timeout"),
                    Delivery.timeout(deployment).toSeconds() + "s");
        }
        if (step == Step.FLIGHTS_FETCH) {
            variables.put(
                    variable("lake.lambda-reserve"),
                    Fetching.reserve(deployment).toSeconds() + "s");
        }
        variables.put("LAKE_STEP", step.title());
        boolean longRun = deployment.environment().shape(step).timeout().toMinutes() > 5;
        variables.put("JAVA_TOOL_OPTIONS", longRun ? LONG_RUN : FAST_START);
        deployment
                .environment()
                .watching()
                .collector()
                .ifPresent(collector -> variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.toString()));
        return variables;
    }

    /** The variable of a key, as the product reads it. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
