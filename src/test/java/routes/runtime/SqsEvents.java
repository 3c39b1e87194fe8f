package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Messages as an SQS event source hands them to a function. */
final class SqsEvents {

    private SqsEvents() {}

    static String of(String queue, List<Message> messages) {
        try {
            return JSON.std.asString(Map.of(
                    "Records",
                    messages.stream().map(message -> record(queue, message)).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> record(String queue, Message message) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("messageId", message.messageId());
        record.put("receiptHandle", message.receiptHandle());
        record.put("body", message.body());
        Map<String, String> system = new LinkedHashMap<>();
        message.attributes().forEach((name, value) -> system.put(name.toString(), value));
        system.putIfAbsent(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT.toString(), "1");
        record.put("attributes", system);
        Map<String, Object> sent = new LinkedHashMap<>();
        message.messageAttributes().forEach((name, value) -> sent.put(name, attribute(value)));
        record.put("messageAttributes", sent);
        record.put("md5OfBody", message.md5OfBody());
        record.put("eventSource", "aws:sqs");
        record.put("eventSourceARN", "arn:aws:sqs:us-east-1:000000000000:" + queue);
        record.put("awsRegion", "us-east-1");
        return record;
    }

    private static Map<String, Object> attribute(MessageAttributeValue value) {
        return Map.of(
                "stringValue", value.stringValue(),
                "stringListValues", List.of(),
                "binaryListValues", List.of(),
                "dataType", value.dataType());
    }
}
