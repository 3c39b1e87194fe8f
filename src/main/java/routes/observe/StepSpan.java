package routes.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Runs a step within a span. What comes after the step runs within the span that was current before it, on whichever
 * thread that is, and no thread keeps a context that it was lent.
 */
final class StepSpan extends DelegateAsyncProcessor {
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("camel.route.id");

    private final String id;
    private final boolean calls;
    private final Tracer tracer;

    StepSpan(String id, boolean calls, Tracer tracer, Processor target) {
        super(target);
        this.id = id;
        this.calls = calls;
        this.tracer = tracer;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Context before = Context.current();
        Span span = tracer.spanBuilder(id)
                .setParent(before)
                .setSpanKind(calls ? SpanKind.CLIENT : SpanKind.INTERNAL)
                .startSpan();
        String route = ExchangeHelper.getRouteId(exchange);
        if (route != null) {
            span.setAttribute(ROUTE, route);
        }
        Scope within = before.with(span).makeCurrent();
        try {
            return super.process(exchange, doneSync -> {
                end(exchange, span);
                goOn(before, callback, doneSync);
            });
        } finally {
            within.close();
        }
    }

    private static void goOn(Context context, AsyncCallback callback, boolean doneSync) {
        Scope after = context.makeCurrent();
        try {
            callback.done(doneSync);
        } finally {
            after.close();
        }
    }

    private void end(Exchange exchange, Span span) {
        Object status = calls ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE) : null;
        if (status instanceof Integer code) {
            span.setAttribute(Spans.STATUS_CODE, code.longValue());
        }
        Spans.end(span, exchange.getException());
    }
}
