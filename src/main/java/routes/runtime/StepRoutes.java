package routes.runtime;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * Lets through the routes that one step needs: its own, and those that these send to. A route is asked for before those
 * that it sends to, because route builders tell their story from the top.
 */
final class StepRoutes implements Function<RouteDefinition, Boolean> {
    private static final String DIRECT = "direct:";

    private final Set<String> needed = new HashSet<>();

    StepRoutes(String step) {
        needed.add(DIRECT + step);
    }

    @Override
    public Boolean apply(RouteDefinition route) {
        boolean wanted = needed.contains(route.getInput().getEndpointUri());
        if (wanted) {
            route.getOutputs().forEach(this::follow);
        }
        return wanted;
    }

    private void follow(ProcessorDefinition<?> node) {
        if (node instanceof EndpointRequiredDefinition to) {
            needed.add(to.getEndpointUri());
        }
        node.getOutputs().forEach(this::follow);
    }
}
