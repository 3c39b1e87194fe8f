package routes.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpansTest {
    private final Recorder recorder = new Recorder();
    private final Spans spans = new Spans(recorder.openTelemetry());

    @Test
    void aSpanWithinAnotherIsItsChildAndTheThreadIsAsBeforeAfterwards() {
        Spans.Open outer = spans.open("outer", SpanKind.INTERNAL);
        spans.open("inner", SpanKind.CLIENT).end(null);
        outer.end(null);
        assertThat(recorder.span("inner").getParentSpanId())
                .isEqualTo(recorder.span("outer").getSpanId());
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void aMessageCarriesTheContextToWhereItIsConsumed() {
        Spans.Open sending = spans.open("ingest-plan", SpanKind.PRODUCER);
        Map<String, String> attributes = spans.inject();
        sending.end(null);
        spans.consume("ingest-page", attributes).end(null);
        SpanData plan = recorder.span("ingest-plan");
        assertThat(attributes).containsOnlyKeys("traceparent");
        assertThat(attributes.get("traceparent")).isEqualTo("00-" + plan.getTraceId() + "-" + plan.getSpanId() + "-01");
        SpanData page = recorder.span("ingest-page");
        assertThat(page.getTraceId()).isEqualTo(plan.getTraceId());
        assertThat(page.getParentSpanId()).isEqualTo(plan.getSpanId());
        assertThat(page.getKind()).isEqualTo(SpanKind.CONSUMER);
    }

    @Test
    void aMessageWithAForgedContextStartsATraceOfItsOwn() {
        spans.consume("ingest-page", Map.of("traceparent", "00-zz\n-../x-01")).end(null);
        assertThat(recorder.span("ingest-page").getParentSpanId()).isEqualTo(SpanId.getInvalid());
    }

    @Test
    void aFailureIsMarkedByItsClassAndNeverByItsText() {
        spans.open("failing", SpanKind.INTERNAL).end(new IllegalStateException("password=hunter2"));
        SpanData span = recorder.span("failing");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("IllegalStateException");
        assertThat(span.getEvents()).isEmpty();
        assertThat(span.toString()).doesNotContain("hunter2");
    }

    @Test
    void anotherThreadDoesNotSeeTheSpan() throws InterruptedException {
        Spans.Open open = spans.open("here", SpanKind.INTERNAL);
        Span[] there = {Span.current()};
        Thread other = new Thread(() -> there[0] = Span.current());
        other.start();
        other.join();
        open.end(null);
        assertThat(there[0].getSpanContext().isValid()).isFalse();
    }

    @Test
    void nothingIsInjectedWhenNothingIsTraced() {
        assertThat(spans.inject()).isEmpty();
        Spans off = new Spans(OpenTelemetry.noop());
        Spans.Open open = off.open("unseen", SpanKind.INTERNAL);
        assertThat(off.inject()).isEmpty();
        open.end(null);
    }
}
