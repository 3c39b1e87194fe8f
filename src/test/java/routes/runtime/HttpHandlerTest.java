package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.observe.Telemetry;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.policy.Poison;
import routes.settings.Settings;
import routes.settings.SettingsSources;

/** The handler around a step that is made up here. */
class HttpHandlerTest {
    private final CountingMeter meter = new CountingMeter();
    private final LambdaRuntime runtime = runtime(meter);
    private final HttpHandler handler = new HttpHandler(runtime);

    @AfterEach
    void close() {
        runtime.close();
    }

    private static LambdaRuntime runtime(CountingMeter meter) {
        Properties values = new Properties();
        values.putAll(Map.of(
                "ingest.sources", "api-a",
                "ingest.sources.api-a.url", "http://127.0.0.1:1/data",
                "ingest.sources.api-a.queue", "ingest-api-a",
                "ingest.raw-bucket", "lake-raw"));
        Settings settings = SettingsSources.load(Optional.empty(), Map.of(), values);
        return LambdaRuntime.start(
                "made-up", Assembly.of(settings, List.of(Pipeline.INGEST), meter, Telemetry.off(), Clock.systemUTC()));
    }

    private void step(Processor step) throws Exception {
        runtime.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:made-up").errorHandler(noErrorHandler()).process(step);
            }
        });
    }

    private Map<String, Object> answer(String event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), out, EventSource.plentyOfTime());
        return JSON.std.mapFrom(out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {HttpEventTest.FIRST, HttpEventTest.SECOND})
    void aRequestIsAnsweredByTheStep(String event) throws Exception {
        step(exchange -> {
            HttpCall call = exchange.getMessage().getBody(HttpCall.class);
            exchange.getMessage()
                    .setBody(HttpReply.json(207, Map.of("table", call.query().get("table"))));
        });
        Map<String, Object> answer = answer(event);
        assertThat(answer).containsEntry("statusCode", 207).containsEntry("body", "{\"table\":[\"first\",\"second\"]}");
        assertThat((Map<?, ?>) answer.get("headers"))
                .asString()
                .contains("Content-Type=application/json", "Cache-Control=no-store", "X-Request-Id=");
    }

    @Test
    void nothingOfTheEventReachesTheStepAsAHeader() throws Exception {
        step(exchange -> exchange.getMessage()
                .setBody(HttpReply.json(
                        200, Map.of("headers", exchange.getMessage().getHeaders()))));
        assertThat(answer(HttpEventTest.SECOND)).containsEntry("body", "{\"headers\":{}}");
    }

    @Test
    void aStepThatFailsIsAnsweredWithoutAWordOfWhy() throws Exception {
        step(exchange -> {
            throw new IllegalStateException("password hunter2");
        });
        Map<String, Object> answer = answer(HttpEventTest.SECOND);
        assertThat(answer).containsEntry("statusCode", 500);
        assertThat(answer.toString()).contains("Internal Server Error").doesNotContain("hunter2", "IllegalState");
    }

    @Test
    void aStepThatGivesNoReplyIsAFailure() throws Exception {
        step(exchange -> exchange.getMessage().setBody(null));
        assertThat(answer(HttpEventTest.SECOND)).containsEntry("statusCode", 500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get"})
    void anyOtherMethodIsRefusedAndToldWhichIsExpected(String method) throws Exception {
        Map<String, Object> answer = answer(HttpEventTest.FIRST.replace("\"GET\"", "\"" + method + "\""));
        assertThat(answer).containsEntry("statusCode", 405);
        assertThat((Map<?, ?>) answer.get("headers")).asString().contains("Allow=GET");
    }

    @Test
    void aBodyIsRefused() throws Exception {
        assertThat(answer(HttpEventTest.FIRST.replace("\"body\": null", "\"body\": \"{}\"")))
                .containsEntry("statusCode", 400);
    }

    @Test
    void aQueryThatCannotBeDecodedIsRefused() throws Exception {
        assertThat(answer(HttpEventTest.SECOND.replace("table=first", "table=%zz")))
                .containsEntry("statusCode", 400);
    }

    @Test
    void anEventThatIsNoRequestIsThrownSoThatThePlatformSeesIt() {
        assertThatThrownBy(() -> answer("{\"source\":\"aws.events\"}")).isInstanceOf(Poison.class);
        assertThatThrownBy(() -> answer("no JSON")).isInstanceOf(Poison.class).hasNoCause();
    }
}
