package routes.runtime;

import static org.apache.camel.model.ProcessorDefinitionHelper.filterTypeInOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import routes.observe.Telemetry;
import routes.settings.Settings;
import routes.settings.SettingsSources;

/** A Lambda is frozen when it has replied: nothing of its routes may be left to do then. */
class LambdaRoutesTest {

    @ParameterizedTest
    @EnumSource(Pipeline.class)
    void noRouteOfAPipelineLeavesAnythingToBeDoneAfterTheReply(Pipeline pipeline) throws Exception {
        try (Assembly assembly = Assembly.of(
                        settings(), List.of(pipeline), new CountingMeter(), Telemetry.off(), Clock.systemUTC());
                DefaultCamelContext context = new DefaultCamelContext()) {
            assembly.addRoutes(context);
            assertThat(context.getRouteDefinitions()).isNotEmpty();
            assertThat(AfterReply.of(context)).isEmpty();
        }
    }

    static Stream<String> steps() {
        return Arrays.stream(Pipeline.values())
                .flatMap(pipeline -> Stream.of(pipeline.eventSteps(), pipeline.queueSteps(), pipeline.httpSteps()))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepHasEveryRouteThatItNeedsAndNoOther(String step) throws Exception {
        Pipeline pipeline = Pipeline.ofStep(step).orElseThrow();
        try (Assembly assembly = Assembly.of(
                        settings(), List.of(pipeline), new CountingMeter(), Telemetry.off(), Clock.systemUTC());
                LambdaRuntime runtime = LambdaRuntime.start(step, assembly)) {
            DefaultCamelContext context = (DefaultCamelContext) runtime.context();
            Set<String> sent = new HashSet<>(Set.of("direct:" + step));
            Set<String> answered = new HashSet<>();
            for (RouteDefinition route : context.getRouteDefinitions()) {
                answered.add(route.getInput().getEndpointUri());
                filterTypeInOutputs(route.getOutputs(), ToDefinition.class).forEach(to -> sent.add(to.getUri()));
            }
            sent.removeIf(uri -> !uri.startsWith("direct:"));
            assertThat(answered).isEqualTo(sent);
        }
    }

    private static Settings settings() throws IOException {
        Properties values = new Properties();
        try (InputStream least = LambdaRoutesTest.class.getResourceAsStream("least.properties")) {
            values.load(least);
        }
        return SettingsSources.load(Optional.empty(), Map.of(), values);
    }

    /** Adds one step to a route. */
    private interface Step {
        void addTo(RouteDefinition route);
    }

    static Stream<Named<Step>> stepsThatGoOnAfterTheReply() {
        return Stream.of(
                Named.of("wire tap", route -> route.wireTap("direct:other")),
                Named.of("seda", route -> route.to("seda:other")),
                Named.of("threads", route -> route.threads(2)),
                Named.of("delay", route -> route.delay(10)),
                Named.of(
                        "a throttle that waits elsewhere",
                        route -> route.throttle(1).asyncDelayed()),
                Named.of(
                        "aggregate",
                        route -> route.aggregate(AggregationStrategies.groupedBody())
                                .constant("all")
                                .completionSize(2)),
                Named.of(
                        "a split with a time-out",
                        route -> route.split().body().parallelProcessing().timeout(10)),
                Named.of(
                        "one inside a filter",
                        route -> route.filter().constant("true").wireTap("direct:other")));
    }

    @ParameterizedTest
    @MethodSource("stepsThatGoOnAfterTheReply")
    void aStepThatGoesOnAfterTheReplyIsFound(Step step) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    step.addTo(from("direct:step"));
                }
            });
            assertThat(AfterReply.of(context)).isNotEmpty();
        }
    }

    @Test
    void aRouteWithAConsumerOfItsOwnIsFound() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("timer:tick").to("direct:step");
                }
            });
            assertThat(AfterReply.of(context)).singleElement().asString().contains("timer:tick");
        }
    }
}
