package routes.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import routes.aws.Queues;
import routes.observe.Telemetry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The three steps, each called as the platform calls its function, when a test says so and by a clock that it may own. */
final class FlightsSteps implements AutoCloseable {
    private final FlightsLake lake;
    private final Map<String, String> values;
    private final Clock clock;
    private final CountingMeter meter = new CountingMeter();
    private final Map<String, LambdaRuntime> started = new HashMap<>();

    FlightsSteps(FlightsLake lake, String... settings) {
        this(lake, Clock.systemUTC(), settings);
    }

    FlightsSteps(FlightsLake lake, Clock clock, String... settings) {
        this.lake = lake;
        this.values = lake.values(settings);
        this.clock = clock;
    }

    private LambdaRuntime runtime(String step) {
        return started.computeIfAbsent(
                step,
                name -> LambdaRuntime.start(
                        name,
                        Assembly.of(
                                TestLake.settings(values), List.of(Pipeline.FLIGHTS), meter, Telemetry.off(), clock)));
    }

    /** One fetch, whatever the schedule says; throws what its function throws. */
    Map<String, Object> fetch() throws IOException {
        return FlightsJson.fields(order("{}"));
    }

    /** So many fetches, each of which has to fail. */
    void fails(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(this::fetch).isInstanceOf(RuntimeException.class);
        }
    }

    /** The schedule has fired; what each time that was due came to. */
    List<?> tick(Instant at) throws IOException {
        return (List<?>) FlightsJson.fields(order(scheduled(at))).get("fetches");
    }

    /** The event of a schedule. */
    static String scheduled(Instant at) {
        return "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"time\":\""
                + at.truncatedTo(ChronoUnit.SECONDS) + "\",\"detail\":{}}";
    }

    Object order(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new EventHandler(runtime("flights-fetch"))
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                        answer,
                        EventSource.plentyOfTime());
        return JSON.std.anyFrom(answer.toByteArray());
    }

    /** Works on what the queue of raw events shows; answers how many messages are left to come again. */
    int convert() {
        return work("flights-convert", lake.rawEvents());
    }

    /** Works on what the queue of processed events shows; answers how many messages are left to come again. */
    int validate() {
        return work("flights-validate", lake.processedEvents());
    }

    private int work(String step, String queue) {
        Queues queues = new Queues(lake.lake().clients()::sqs);
        int left = 0;
        int due = visible(queues.url(queue));
        while (due > 0) {
            List<Message> batch = receive(queues.url(queue));
            if (batch.isEmpty()) {
                // Somebody else was faster.
                return left;
            }
            Set<String> failed = failed(step, SqsEvents.of(queue, batch));
            List<String> settled = batch.stream()
                    .filter(message -> !failed.contains(message.messageId()))
                    .map(Message::receiptHandle)
                    .toList();
            if (!settled.isEmpty()) {
                queues.delete(queue, settled);
            }
            left += failed.size();
            due -= batch.size();
        }
        return left;
    }

    private int visible(String url) {
        return Integer.parseInt(lake.lake()
                .clients()
                .sqs()
                .getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    private List<Message> receive(String url) {
        return lake.lake()
                .clients()
                .sqs()
                .receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(30)
                        .waitTimeSeconds(1)
                        .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                        .messageAttributeNames("All"))
                .messages();
    }

    private Set<String> failed(String step, String event) {
        try {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            new QueueHandler(runtime(step))
                    .handleRequest(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                            answer,
                            EventSource.plentyOfTime());
            return ((List<?>) JSON.std.mapFrom(answer.toByteArray()).get("batchItemFailures"))
                    .stream()
                            .map(failure -> String.valueOf(((Map<?, ?>) failure).get("itemIdentifier")))
                            .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long counted(String key) {
        return meter.of(key);
    }

    @Override
    public void close() {
        started.values().forEach(LambdaRuntime::close);
    }
}
