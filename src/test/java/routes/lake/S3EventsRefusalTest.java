package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.lake.S3EventTexts.TIME;
import static routes.lake.S3EventTexts.notification;
import static routes.lake.S3EventTexts.record;
import static routes.lake.S3EventTexts.sns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3EventsRefusalTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.0", "3.0", "2", "2.", "x", ""})
    void anotherMajorVersionIsRefused(String version) {
        assertRefused(
                notification(record(version, "ObjectCreated:Put", "k")),
                "eventVersion is '" + version + "', expected 2.x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "7", "[]", "\"text\"", "{", "{\"a\":", "not json"})
    void whatIsNoJsonObjectIsRefused(String body) {
        assertThatThrownBy(() -> S3Events.parse(body))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageStartingWith("message is ")
                .hasMessageContaining("expected an S3 notification");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                      | neither Records nor detail-type",
                "{\"Records\":7}                         | neither Records nor detail-type",
                "{\"Records\":[]}                        | Records is empty, expected at least one",
                "{\"Records\":[7]}                       | Records[] is missing or no JSON object",
                "{\"Records\":[{}]}                      | Records[].eventVersion is missing, expected a text",
                "{\"Records\":[{\"eventVersion\":2.1}]}  | Records[].eventVersion is no text",
                "{\"Records\":[{\"eventVersion\":\"2.1\"}]} | Records[].s3 is missing or no JSON object",
                "{\"Records\":[{\"eventVersion\":\"2.1\",\"s3\":{}}]} | Records[].s3.object is missing",
                "{\"Type\":\"SubscriptionConfirmation\"} | Type is 'SubscriptionConfirmation', expected Notification",
                "{\"Type\":\"Notification\"}             | Message of the SNS notification is missing or no text",
                "{\"Type\":\"Notification\",\"Message\":\"x\"} | Message of the SNS notification is not a JSON object",
                "{\"Type\":\"Notification\",\"Message\":\"null\"} | Message of the SNS notification is null",
                "{\"detail-type\":\"Object Created\"}    | event.source is missing, expected a text",
                "{\"detail-type\":\"x\",\"source\":\"aws.ec2\"} | source is 'aws.ec2', expected aws.s3",
                "{\"detail-type\":\"x\",\"source\":\"aws.s3\"} | event.detail is missing or no JSON object"
            })
    void theReasonOfARefusalNamesWhatWasExpected(String body, String reason) {
        assertRefused(body, reason);
    }

    @Test
    void anSnsNotificationWithinAnotherIsRefused() {
        assertRefused(
                sns(sns(notification(record("2.1", "ObjectCreated:Put", "k")))), "neither Records nor detail-type");
    }

    @Test
    void aKeyThatIsNotUrlEncodedIsRefused() {
        assertRefused(
                notification(record("2.1", "ObjectCreated:Put", "100%.json")),
                "key is '100%.json', expected it URL-encoded");
    }

    @Test
    void oneBadRecordRefusesTheMessage() {
        assertRefused(
                notification(record("2.1", "ObjectCreated:Put", "a"), record("2.1", "ObjectCreated:Put", "")),
                "bucket is 'lake-raw', key '', expected both");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, size is -1",
        "1.5, size is no whole number",
        "\"12\", size is no whole number",
        "99999999999999999999, size is too large"
    })
    void aSizeThatIsNoNumberOfBytesIsRefused(String size, String reason) {
        String body = notification(record("2.1", "ObjectCreated:Put", "k")).replace("5000000000", size);
        assertRefused(body, reason);
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        String body = notification(record("2.1", "ObjectCreated:Put", "k")).replace(TIME.toString(), "yesterday");
        assertRefused(body, "Records[].eventTime is no time such as");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertRefused("{\"Records\":" + "[".repeat(100_000), "message is not a JSON object");
    }

    @Test
    void aRefusalIsOneLineAndDoesNotRepeatTheMessage() {
        assertThatThrownBy(() ->
                        S3Events.parse(notification(record("2.1\n" + "secret".repeat(50), "ObjectCreated:Put", "k"))))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageNotContaining("\n")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(120));
    }

    private static void assertRefused(String body, String reason) {
        assertThatThrownBy(() -> S3Events.parse(body))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining(reason);
    }
}
