package routes.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import routes.policy.QueueMessage;
import routes.policy.Weight;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message as it came from a queue.
 *
 * @param message without anything that nobody asked for
 * @param handle by which this receive of it is settled
 * @param bytes what it weighs
 */
record Received(QueueMessage message, String handle, long bytes) {

    /** What Camel has received: of all that came with it only the named attributes go on. */
    @SuppressWarnings("unchecked")
    static Received of(Message in, String queue, Weight weight) {
        Map<MessageSystemAttributeName, String> system = in.getHeader(Sqs2Constants.ATTRIBUTES, Map.class);
        Map<String, MessageAttributeValue> sent = in.getHeader(Sqs2Constants.MESSAGE_ATTRIBUTES, Map.class);
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : QueueMessage.ATTRIBUTES) {
            if (sent.get(name) != null && sent.get(name).stringValue() != null) {
                attributes.put(name, sent.get(name).stringValue());
            }
        }
        QueueMessage message = new QueueMessage(
                in.getHeader(Sqs2Constants.MESSAGE_ID, String.class),
                queue,
                in.getBody(String.class),
                attributes,
                Integer.parseInt(system.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")));
        return new Received(
                message, in.getHeader(Sqs2Constants.RECEIPT_HANDLE, String.class), weight.bytes(message.body()));
    }
}
