package routes.observe;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spans of steps and calls, and their context as it travels through message attributes (W3C {@code traceparent}). */
public final class Spans {
    /** Who makes the spans. */
    static final String SCOPE = "lake-routes";

    static final AttributeKey<Long> STATUS_CODE = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final OpenTelemetry telemetry;
    private final Tracer tracer;
    /** When nothing is traced, the thread's context is not even looked for: that would load what a Lambda never needs. */
    private final boolean off;

    public Spans(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer(SCOPE);
        this.off = telemetry == OpenTelemetry.noop();
    }

    /** A span that is current on this thread until it is ended there. */
    public static final class Open {
        private final @Nullable Span span;
        private final @Nullable Scope scope;

        private Open() {
            this.span = null;
            this.scope = null;
        }

        private Open(Span span) {
            this.span = span;
            this.scope = span.makeCurrent();
        }

        /** Ends it; a failure marks it by its class, never by its text. */
        public void end(@Nullable Throwable failure) {
            if (span != null && scope != null) {
                scope.close();
                Spans.end(span, failure);
            }
        }
    }

    /** Ends a span; a failure marks it by its class, never by its text, which may hold data. */
    static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
            span.setAttribute(ERROR_TYPE, failure.getClass().getName());
        }
        span.end();
    }

    /** A span within the current one. */
    public Open open(String name, SpanKind kind) {
        return off
                ? new Open()
                : new Open(tracer.spanBuilder(name).setSpanKind(kind).startSpan());
    }

    /** The span of a message: its parent is the span in which the message was sent. */
    public Open consume(String name, Map<String, String> attributes) {
        if (off) {
            return new Open();
        }
        Context parent =
                telemetry.getPropagators().getTextMapPropagator().extract(Context.current(), attributes, GETTER);
        return new Open(tracer.spanBuilder(name)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .startSpan());
    }

    /** The current context as message attributes; empty when nothing is traced. */
    public Map<String, String> inject() {
        if (off) {
            return Map.of();
        }
        Map<String, String> attributes = new HashMap<>();
        telemetry
                .getPropagators()
                .getTextMapPropagator()
                .inject(Context.current(), attributes, (carrier, key, value) -> {
                    if (carrier != null && key.equals("traceparent")) {
                        carrier.put(key, value);
                    }
                });
        return attributes;
    }
}
