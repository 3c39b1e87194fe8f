package routes.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.WireTapDefinition;

/** What routes would leave to be done after the reply, when a Lambda is frozen, read from their model. */
final class AfterReply {
    /** The last are contacts over HTTP, each by a component of its own: see {@link routes.policy.HttpBorder}. */
    private static final Pattern SYNCHRONOUS = Pattern.compile("direct|bean|[a-z]+-http");

    private static final Set<Class<?>> ASYNCHRONOUS = Set.of(
            AggregateDefinition.class,
            KameletDefinition.class,
            OnCompletionDefinition.class,
            PollDefinition.class,
            PollEnrichDefinition.class,
            ResequenceDefinition.class,
            SagaDefinition.class,
            ThreadsDefinition.class,
            WireTapDefinition.class);

    private final List<String> found = new ArrayList<>();

    private AfterReply() {}

    /** One line for each; empty when everything ends before the reply. */
    static List<String> of(ModelCamelContext context) {
        AfterReply all = new AfterReply();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (!scheme(route.getInput().getEndpointUri()).equals("direct")) {
                all.found.add(
                        route.getRouteId() + " starts at " + route.getInput().getEndpointUri());
            }
            route.getOutputs().forEach(output -> all.look(route.getRouteId(), output));
        }
        for (RouteConfigurationDefinition configuration : context.getRouteConfigurationDefinitions()) {
            configuration.getOnExceptions().forEach(handler -> all.look(configuration.getId(), handler));
            configuration.getOnCompletions().forEach(handler -> all.look(configuration.getId(), handler));
        }
        return all.found;
    }

    private void look(String route, ProcessorDefinition<?> node) {
        if (ASYNCHRONOUS.contains(node.getClass()) || isDelayed(node) || isLeftAlone(node)) {
            found.add(route + " has " + node.getShortName());
        }
        if (node instanceof EndpointRequiredDefinition to
                && !SYNCHRONOUS.matcher(scheme(to.getEndpointUri())).matches()) {
            found.add(route + " sends to " + to.getEndpointUri());
        }
        node.getOutputs().forEach(output -> look(route, output));
    }

    /** It waits on another thread than its own; a delay does so unless it is told not to. */
    private static boolean isDelayed(ProcessorDefinition<?> node) {
        if (node instanceof DelayDefinition delay) {
            return !"false".equals(delay.getAsyncDelayed());
        }
        if (node instanceof OnExceptionDefinition handler && handler.getRedeliveryPolicyType() != null) {
            return "true".equals(handler.getRedeliveryPolicyType().getAsyncDelayedRedelivery());
        }
        return node instanceof ThrottleDefinition throttle && "true".equals(throttle.getAsyncDelayed());
    }

    /** It goes on after a time-out while its branches still work. */
    private static boolean isLeftAlone(ProcessorDefinition<?> node) {
        return (node instanceof SplitDefinition split && split.getTimeout() != null)
                || (node instanceof MulticastDefinition multicast && multicast.getTimeout() != null)
                || (node instanceof RecipientListDefinition<?> list && list.getTimeout() != null);
    }

    private static String scheme(String uri) {
        return uri.substring(0, uri.indexOf(':'));
    }
}
