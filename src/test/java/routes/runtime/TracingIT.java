package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import routes.ingest.PlanResult;
import routes.observe.Telemetry;

/** One trace leads from the plan through the queues to the last write. */
class TracingIT {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    private List<SpanData> named(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    @Test
    void aPageThatWasFollowedToBelongsToTheTraceOfThePlanThatStartedIt() throws Exception {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        try (TestLake lake = new TestLake()) {
            lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":3}}");
            Assembly assembly = Assembly.of(
                    lake.settings("ingest.catch-up", "0s"),
                    List.of(),
                    new CountingMeter(),
                    Telemetry.through(sdk),
                    Clock.systemUTC());
            try (CamelApplication application = new CamelApplication(assembly, true).start()) {
                application
                        .context()
                        .createProducerTemplate()
                        .requestBody(
                                "direct:ingest-trigger",
                                Map.of("from", "2026-11-19", "endpoints", List.of("api-a")),
                                PlanResult.class);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> named("ingest-page").size() == 3);
            }
        }
        String trace = named("ingest-plan-queue").get(0).getTraceId();
        assertThat(named("ingest-page")).extracting(SpanData::getTraceId).containsOnly(trace);
        assertThat(named("ingest-page")).extracting(SpanData::getKind).containsOnly(SpanKind.CONSUMER);
        Set<String> pages =
                named("ingest-page").stream().map(SpanData::getSpanId).collect(Collectors.toSet());
        assertThat(named("ingest-page-raw"))
                .hasSize(3)
                .extracting(SpanData::getParentSpanId)
                .isSubsetOf(pages);
        assertThat(named("ingest-get-source"))
                .hasSize(3)
                .extracting(SpanData::getParentSpanId)
                .isSubsetOf(pages);
        Set<String> stores =
                named("ingest-page-raw").stream().map(SpanData::getSpanId).collect(Collectors.toSet());
        assertThat(named("S3.PutObject"))
                .hasSize(3)
                .extracting(SpanData::getParentSpanId)
                .isSubsetOf(stores);
    }
}
