package routes.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.lake.Contacts.Queue;
import routes.lake.Contacts.Retention;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class QueueExaminationTest {
    private static final Queue KEEPING = Queue.of("events")
            .keeping(
                    new Retention(Duration.ofDays(4), "some.retention", "bad things happen"),
                    new Retention(Duration.ofHours(36), "some.dlq-retention", "worse things happen"));

    private final Map<QueueAttributeName, String> attributes = new EnumMap<>(Map.of(
            QueueAttributeName.REDRIVE_POLICY,
            "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:1:events-dlq\",\"maxReceiveCount\":6}",
            QueueAttributeName.VISIBILITY_TIMEOUT,
            "120",
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            "7"));
    private final QueueExamination examination =
            new QueueExamination(new Attributes(), "-dlq", 5, Duration.ofSeconds(120));

    /** Every queue has the attributes of the test. */
    private final class Attributes implements SqsClient {
        @Override
        public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
            return GetQueueUrlResponse.builder().queueUrl(request.queueName()).build();
        }

        @Override
        public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
            return GetQueueAttributesResponse.builder().attributes(attributes).build();
        }

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private void redrive(String policy) {
        attributes.put(QueueAttributeName.REDRIVE_POLICY, policy);
    }

    private void kept(Duration time) {
        attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, Long.toString(time.toSeconds()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | has no redrive policy to events-dlq: set one with maxReceiveCount 6",
                "no json | has a redrive policy that is no JSON",
                "{\"deadLetterTargetArn\":\"a:other-dlq\",\"maxReceiveCount\":6} | has no redrive policy to events-dlq",
                "{\"deadLetterTargetArn\":\"a:events-dlq\",\"maxReceiveCount\":5} | has maxReceiveCount 5, expected 6 (lake"
            })
    void aQueueWhoseRedriveIsAnotherIsNamed(String policy, String fault) {
        redrive(policy);
        assertThatThrownBy(() -> examination.queue(Queue.of("events"))).hasMessageContaining(fault);
    }

    @Test
    void aPatientQueueNeedsItsOwnRedrive() {
        Queue patient = Queue.of("events").patient(1000);
        assertThatThrownBy(() -> examination.queue(patient))
                .hasMessageStartingWith("has maxReceiveCount 6, expected 1000: a message that waits");
        redrive("{\"deadLetterTargetArn\":\"a:events-dlq\",\"maxReceiveCount\":\"1000\"}");
        assertThat(examination.queue(patient)).contains("after 1000 receives");
    }

    @Test
    void aQueueThatShowsMessagesAgainTooSoonIsNamed() {
        attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, "119");
        assertThatThrownBy(() -> examination.queue(Queue.of("events")))
                .hasMessage("has a visibility time-out of 119 s, expected at least 120 s (lake.visibility)");
    }

    @Test
    void aQueueThatKeepsMessagesForTooLongIsNamedWithTheKeyTheValueAndTheReason() {
        kept(Duration.ofDays(5));
        assertThatThrownBy(() -> examination.queue(KEEPING))
                .hasMessage("keeps messages for 5 d, expected at most 4 d (some.retention): bad things happen");
        kept(Duration.ofDays(2));
        assertThatThrownBy(() -> examination.parked(KEEPING))
                .hasMessage(
                        "keeps messages for 2 d, expected at most 129600 s (some.dlq-retention): worse things happen");
    }

    @Test
    void aRetentionThatIsNotToldIsNotTakenForOne() {
        assertThat(examination.queue(KEEPING)).endsWith("how long it keeps messages is not told");
    }

    @Test
    void aQueueAsItMustBeIsDescribed() {
        kept(Duration.ofDays(1));
        assertThat(examination.queue(KEEPING))
                .isEqualTo("is there, redrive to events-dlq after 6 receives, visibility 120 s, messages kept for 1 d");
        assertThat(examination.parked(KEEPING)).isEqualTo("is there, 7 messages parked, messages kept for 1 d");
        assertThat(examination.parked(Queue.of("events"))).isEqualTo("is there, 7 messages parked");
    }
}
