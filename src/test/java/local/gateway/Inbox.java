package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A queue of its own for a test, whose messages are JSON. */
final class Inbox {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SqsClient sqs;
    private final String name;
    private final String url;

    Inbox(SqsClient sqs, String name) {
        this.sqs = sqs;
        this.name = name;
        this.url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
    }

    String arn() {
        return "arn:aws:sqs:us-east-1:000000000000:" + name;
    }

    /** All that is on the queue now; what was received is deleted. */
    List<JsonNode> received() {
        List<JsonNode> bodies = new ArrayList<>();
        for (List<Message> messages = receive(); !messages.isEmpty(); messages = receive()) {
            for (Message message : messages) {
                sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                bodies.add(parsed(message.body()));
            }
        }
        return bodies;
    }

    private List<Message> receive() {
        return sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10))
                .messages();
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException malformed) {
            throw new AssertionError("not JSON: " + body, malformed);
        }
    }
}
