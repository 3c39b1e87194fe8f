package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import local.http.Headers;
import local.http.Response;

/** Puts messages of other services on queues. */
final class Queues {
    private final Backend sqs;

    Queues(Backend sqs) {
        this.sqs = sqs;
    }

    /** @param attributes message attributes as SQS takes them, or null */
    void send(String queueArn, String message, ObjectNode attributes) throws IOException, InterruptedException {
        if (!queueArn.startsWith("arn:aws:sqs:")) {
            throw AwsError.invalid("the local cloud delivers to queues only, not to " + queueArn);
        }
        ObjectNode body = Tree.object(
                "QueueUrl",
                "http://127.0.0.1/" + Aws.ACCOUNT + "/" + Aws.resource(queueArn),
                "MessageBody",
                message,
                "MessageAttributes",
                attributes);
        Headers headers =
                Headers.of("X-Amz-Target", "AmazonSQS.SendMessage", "Content-Type", "application/x-amz-json-1.0");
        Response answer =
                sqs.send("POST", "/", headers, BodyPublishers.ofByteArray(JsonWire.JSON.writeValueAsBytes(body)));
        String said = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        if (!answer.isSuccess()) {
            throw AwsError.invalid("no message could be sent to " + queueArn + ": " + said);
        }
    }
}
