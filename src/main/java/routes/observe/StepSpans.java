package routes.observe;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A span for each run of a step that touches the outside: a node of a route whose id is
 * {@code <pipeline>-<verb>-<object>}. Each try of a step is a run of its own.
 */
public final class StepSpans implements InterceptStrategy {
    private final Tracer tracer;

    public StepSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(Spans.SCOPE);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, @Nullable Processor next) {
        String id = node.getId();
        boolean calls = node.getShortName().equals("to") || node.getShortName().equals("toD");
        return isStep(id) ? new StepSpan(id, calls, tracer, target) : target;
    }

    /** At least three words with dashes between: Camel's own ids, such as process12, have none. */
    static boolean isStep(@Nullable String id) {
        if (id == null) {
            return false;
        }
        int first = id.indexOf('-');
        int second = id.indexOf('-', first + 1);
        return first > 0 && second > first + 1 && second < id.length() - 1;
    }
}
