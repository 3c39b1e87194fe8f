package routes.observe;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * A span for each call of an AWS service, retries included, such as {@code S3.PutObject}. It tells the service, the
 * operation and the status; never a key, a body or a query.
 */
public final class AwsCallSpans implements ExecutionInterceptor {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
    private static final ExecutionAttribute<Span> SPAN = new ExecutionAttribute<>("LakeRoutesSpan");

    private final Tracer tracer;

    public AwsCallSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(Spans.SCOPE);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        Span span = tracer.spanBuilder(service + "." + operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "aws-api")
                .setAttribute(SERVICE, service)
                .setAttribute(METHOD, operation)
                .startSpan();
        attributes.putAttribute(SPAN, span);
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        end(attributes, call.httpResponse(), null);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
        end(attributes, call.httpResponse().orElse(null), call.exception());
    }

    private static void end(
            ExecutionAttributes attributes, @Nullable SdkHttpResponse response, @Nullable Throwable failure) {
        Span span = attributes.getAttribute(SPAN);
        if (span == null) {
            return;
        }
        if (response != null) {
            span.setAttribute(Spans.STATUS_CODE, response.statusCode());
        }
        Spans.end(span, failure);
    }
}
