package routes.observe;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The OpenTelemetry SDK, sending spans in batches; the only class that knows it, loaded only when tracing is on. */
final class OtlpTracing {
    private static final Duration EXPORT_TIME = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    private final SdkTracerProvider tracers;
    private final OpenTelemetry openTelemetry;

    OtlpTracing(URI collector, Map<String, String> headers) {
        SdkWarnings.listen();
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.toString().replaceFirst("/*$", "/v1/traces"))
                .setTimeout(EXPORT_TIME);
        headers.forEach(exporter::addHeader);
        this.tracers = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "lake-routes"))))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setExporterTimeout(EXPORT_TIME)
                        .build())
                .build();
        this.openTelemetry = new Traces(tracers, ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
    }

    OpenTelemetry openTelemetry() {
        return openTelemetry;
    }

    boolean flush(Duration atMost) {
        return tracers.forceFlush()
                .join(atMost.toMillis(), TimeUnit.MILLISECONDS)
                .isSuccess();
    }

    void close() {
        tracers.shutdown().join(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** OpenTelemetry as far as it is used here: traces, neither its metrics nor its logs. */
    private record Traces(TracerProvider tracers, ContextPropagators propagators) implements OpenTelemetry {

        @Override
        public TracerProvider getTracerProvider() {
            return tracers;
        }

        @Override
        public ContextPropagators getPropagators() {
            return propagators;
        }
    }
}
