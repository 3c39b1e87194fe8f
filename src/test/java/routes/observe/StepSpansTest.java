package routes.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepSpansTest {
    private final Recorder recorder = new Recorder();
    private final Spans spans = new Spans(recorder.openTelemetry());
    private final Map<String, String> current = new ConcurrentHashMap<>();
    private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    private DefaultCamelContext camel;
    private ProducerTemplate template;

    private final class TestRoutes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:page")
                    .routeId("ingest-page")
                    .process(exchange -> note("before"))
                    .process(exchange ->
                            spans.open("S3.PutObject", SpanKind.CLIENT).end(null))
                    .id("ingest-page-raw")
                    .process(exchange -> note("after"));

            from("direct:retried")
                    .routeId("ingest-retried")
                    .onException(IOException.class)
                    .maximumRedeliveries(2)
                    .redeliveryDelay(0)
                    .handled(true)
                    .end()
                    .process(exchange -> {
                        throw new IOException("https://host/?token=hunter2");
                    })
                    .id("ingest-page-source");

            from("direct:async")
                    .routeId("ingest-async")
                    .process(new Elsewhere())
                    .id("ingest-async-source")
                    .process(exchange -> note("after"));

            from("direct:call").routeId("ingest-call").to("direct:answer").id("ingest-call-source");

            from("direct:answer").routeId("ingest-answer").setHeader(Exchange.HTTP_RESPONSE_CODE, constant(429));
        }
    }

    /** Answers on a thread of its own, as an asynchronous client does. */
    private final class Elsewhere extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            elsewhere.execute(() -> {
                note("elsewhere");
                callback.done(false);
            });
            return false;
        }
    }

    @BeforeEach
    void start() {
        camel = new DefaultCamelContext();
        try {
            camel.getCamelContextExtension().addInterceptStrategy(new StepSpans(recorder.openTelemetry()));
            camel.addRoutes(new TestRoutes());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        elsewhere.shutdownNow();
    }

    @Test
    void aStepWithANameIsASpanThatHoldsTheCallsWithinIt() {
        Spans.Open message = spans.open("ingest-page", SpanKind.CONSUMER);
        template.sendBody("direct:page", "any");
        message.end(null);
        SpanData unit = recorder.span("ingest-page");
        SpanData step = recorder.span("ingest-page-raw");
        assertThat(step.getParentSpanId()).isEqualTo(unit.getSpanId());
        assertThat(step.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(step.getAttributes().get(AttributeKey.stringKey("camel.route.id")))
                .isEqualTo("ingest-page");
        assertThat(recorder.span("S3.PutObject").getParentSpanId()).isEqualTo(step.getSpanId());
        assertThat(recorder.spans()).as("steps without a name have no span").hasSize(3);
    }

    @Test
    void whatComesBeforeAndAfterAStepIsNotWithinIt() {
        template.sendBody("direct:page", "any");
        assertThat(current).containsEntry("before", none()).containsEntry("after", none());
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void eachTryOfAFailingStepIsASpanMarkedByTheClassOfTheFailure() {
        template.sendBody("direct:retried", "any");
        assertThat(recorder.spans("ingest-page-source")).hasSize(3).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription()).isEqualTo("IOException");
            assertThat(span.toString()).doesNotContain("hunter2");
        });
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void aStepThatAnswersOnAnotherThreadLeavesNoContextOnEither() throws Exception {
        Spans.Open message = spans.open("ingest-async", SpanKind.CONSUMER);
        String unit = Span.current().getSpanContext().getSpanId();
        template.sendBody("direct:async", "any");
        assertThat(Span.current().getSpanContext().getSpanId()).isEqualTo(unit);
        message.end(null);
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(current).containsEntry("after", unit).containsEntry("elsewhere", none());
        Future<Context> left = elsewhere.submit(Context::current);
        assertThat(left.get()).isSameAs(Context.root());
        assertThat(recorder.span("ingest-async-source").getParentSpanId()).isEqualTo(unit);
    }

    @Test
    void aCallOverHttpTellsTheStatusThatWasAnswered() {
        template.sendBody("direct:call", "any");
        SpanData call = recorder.span("ingest-call-source");
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(call.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(429L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-page-raw", "ingest-get-source", "ingest-tick-ledger-again"})
    void anIdOfThreeWordsIsAStep(String id) {
        assertThat(StepSpans.isStep(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"process12", "ingest-page", "--", "-a-b", "a--b", "a-b-", ""})
    void anyOtherIdIsNot(String id) {
        assertThat(StepSpans.isStep(id)).isFalse();
        assertThat(StepSpans.isStep(null)).isFalse();
    }

    private void note(String where) {
        current.put(where, Span.current().getSpanContext().getSpanId());
    }

    private static String none() {
        return Span.getInvalid().getSpanContext().getSpanId();
    }
}
