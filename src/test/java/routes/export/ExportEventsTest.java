package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static routes.export.S3Messages.created;
import static routes.export.S3Messages.eventBridge;
import static routes.export.S3Messages.json;
import static routes.export.S3Messages.notification;
import static routes.export.S3Messages.sns;
import static routes.export.S3Messages.sqs;
import static routes.export.S3Messages.topic;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportEventsTest {
    private static final String KEY = "silver/customers/x.parquet";
    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final ExportEvents events = ExportSamples.events(Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "\"resume\"",
                "{\"secret\":1}",
                "{\"table\":\"dev_customers_silver\"}",
                "{\"httpMethod\":\"GET\",\"queryStringParameters\":{\"table\":\"dev_customers_silver\"}}",
                "{\"version\":\"2.0\",\"rawQueryString\":\"table=dev_customers_silver\"}",
                "{\"resume\":\"" + ID + "\",\"force\":true}",
                "{\"detail\":{\"table\":\"dev_customers_silver\"}}"
            })
    void anEventThatIsNotKnownIsRefusedAndNeverGuessed(String event) {
        assertThatThrownBy(() -> events.read(event, "m-1", ExportSamples.AT))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BAD_REQUEST);
                    assertThat(refusal.field()).isEqualTo("event");
                    assertThat(refusal)
                            .hasMessageContaining("expected a scheduled event")
                            .hasNoCause();
                    assertThat(refusal).hasMessageNotContaining("secret");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "\"\"", "\"*\"", "[\"" + ID + "\"]"})
    void whatIsNoExportIdCannotBeResumed(String id) {
        assertThatThrownBy(() -> events.read("{\"resume\":" + id + "}", "m-1", ExportSamples.AT))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("resume is no export id");
    }

    @Test
    void anExportIsResumedByItsId() {
        assertThat(events.read("{\"resume\":\"" + ID + "\"}", "m-1", ExportSamples.AT))
                .containsExactly(Told.of(new Resume(ID)));
    }

    static Stream<Arguments> wrappings() {
        Map<String, Object> plain = notification(created(KEY));
        return Stream.of(
                Arguments.of("plain", plain),
                Arguments.of("EventBridge", eventBridge(KEY)),
                Arguments.of("SNS", sns(plain)),
                Arguments.of("SNS around EventBridge", sns(eventBridge(KEY))),
                Arguments.of("SQS", sqs(json(plain))),
                Arguments.of("SQS around EventBridge", sqs(json(eventBridge(KEY)))),
                Arguments.of("SQS around SNS", sqs(json(sns(plain)))),
                Arguments.of("a topic's Lambda", topic(plain)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrappings")
    void anObjectIsTheSameExportInEveryWrapping(String name, Map<String, Object> event) {
        ExportRequest plain = request(events.read(notification(created(KEY)), ExportSamples.AT));
        assertThat(request(events.read(event, ExportSamples.AT))).isEqualTo(plain);
        assertThat(request(events.read(json(event), "m-1", ExportSamples.AT))).isEqualTo(plain);
    }

    @Test
    void everyRecordOfEveryMessageIsRead() {
        String two = json(notification(created(KEY), created(KEY + "2")));
        assertThat(events.read(sqs(two, json(notification(created(KEY + "3")))), ExportSamples.AT))
                .extracting(told -> ((ExportRequest) told.asked().orElseThrow())
                        .object()
                        .orElseThrow()
                        .key())
                .containsExactly(KEY, KEY + "2", KEY + "3");
    }

    @Test
    void aMessageThatIsWrongDoesNotTakeTheOthersWithIt() {
        List<Told> told = events.read(sqs("nonsense", json(notification(created(KEY))), "{}"), ExportSamples.AT);
        assertThat(told).extracting(one -> one.refusal().isPresent()).containsExactly(true, false, true);
    }

    @Test
    void messagesAreNotUnwrappedForEver() {
        String inner = json(sqs(json(notification(created(KEY)))));
        assertThat(events.read(sqs(inner), ExportSamples.AT))
                .allSatisfy(told -> assertThat(told.refusal()).isPresent());
    }

    @Test
    void recordsOfSeveralKindsOrWithoutATextAreRefused() {
        Map<String, Object> mixed =
                notification(Map.of("eventSource", "aws:sqs", "body", json(notification(created(KEY)))), created(KEY));
        for (Map<String, Object> event : List.of(mixed, sqs(7), notification(Map.of("EventSource", "aws:sns")))) {
            assertThatThrownBy(() -> events.read(event, ExportSamples.AT))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("Records are of several kinds or without a text");
        }
    }

    private static ExportRequest request(List<Told> told) {
        assertThat(told).hasSize(1);
        return (ExportRequest) told.get(0).asked().orElseThrow();
    }
}
