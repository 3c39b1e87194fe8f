package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;

/** Pipes as they are shipped, with other addresses; those over queues are in {@link PipesIT}. */
class PipesTest {
    private final Bucket bucket = new Bucket();

    @Test
    void pagesOfASourceBecomeObjectsOfTheRawZone() throws Exception {
        try (End source = new End(call ->
                        new End.Answer(200, call.line().endsWith("page=1") ? "{\"items\":[1]}" : "{\"items\":[]}"));
                Run run = new ShippedPipe("source-to-raw-zone.yaml", Map.of("url", source.url()))
                        .run(Map.of(), Map.of("s3", bucket))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> run.isUp() && source.calls().size() == 2);
            assertThat(bucket.puts())
                    .singleElement()
                    .satisfies(put -> assertThat(put.request().key())
                            .matches("raw/source=api-a/ingestion_date=\\d{4}-\\d\\d-\\d\\d/page=000001\\.json\\.gz"));
        }
    }

    @Test
    void aRoundThatFailsIsMadeGoodByTheNext() throws Exception {
        try (End source = new End(call -> new End.Answer(503, ""));
                Run run = new ShippedPipe("source-to-raw-zone.yaml", Map.of("url", source.url(), "period", "200"))
                        .run(Map.of(), Map.of("s3", bucket))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> run.failures().size() > 1);
            assertThat(source.calls()).allMatch(call -> call.line().endsWith("page=1"));
            assertThat(bucket.puts()).isEmpty();
        }
    }

    /** It hands values over that are encoded as in a URL; better no start than objects and records elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"source-to-raw-zone.yaml", "queue-to-nifi.yaml", "query-to-api.yaml"})
    void readByCamelMainItselfAPipeDoesNotStart(String file) {
        Map<String, String> values = Map.of(
                "camel.main.routes-include-pattern", "file:" + ShippedPipe.path(file),
                "oauth-batch-sink.client-id", "lake",
                "oauth-batch-sink.client-secret", "secret");
        assertThatThrownBy(() -> new Run(values, Map.of("s3", bucket, "sqs", new EmptyQueues()), new RouteBuilder() {
                            @Override
                            public void configure() {}
                        })
                        .close())
                .hasStackTraceContaining("https%3A%2F%2F");
    }

    /** Has every queue, and nothing in any. */
    private static final class EmptyQueues implements SqsClient {
        @Override
        public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
            return GetQueueUrlResponse.builder()
                    .queueUrl("http://127.0.0.1/" + request.queueName())
                    .build();
        }

        @Override
        public ListQueuesResponse listQueues(ListQueuesRequest request) {
            return ListQueuesResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {}
    }
}
