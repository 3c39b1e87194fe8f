package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import local.gateway.Operations.Operation;

/** Topics that pass messages on to queues, in an envelope or raw. */
final class Sns {
    private record Subscription(String arn, String topic, String endpoint, boolean raw) {
        ObjectNode listed() {
            return Tree.object(
                    "SubscriptionArn", arn,
                    "Owner", Aws.ACCOUNT,
                    "Protocol", "sqs",
                    "Endpoint", endpoint,
                    "TopicArn", topic);
        }
    }

    private final Queues queues;
    private final Set<String> topics = new TreeSet<>();
    private final Map<String, Subscription> subscriptions = new TreeMap<>();

    Sns(Queues queues) {
        this.queues = queues;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateTopic", this::createTopic,
                "DeleteTopic", this::deleteTopic,
                "ListTopics", this::listTopics,
                "GetTopicAttributes", this::topicAttributes,
                "Subscribe", this::subscribe,
                "Unsubscribe", this::unsubscribe,
                "ListSubscriptions", input -> list(subscriptions()),
                "ListSubscriptionsByTopic", input -> list(subscriptions(topic(input))),
                "Publish", input -> Tree.object("MessageId", publish(topic(input), input)),
                "PublishBatch", this::publishBatch);
    }

    private synchronized ObjectNode createTopic(ObjectNode input) {
        String arn = Aws.arn("sns", Tree.text(input, "Name"));
        topics.add(arn);
        return Tree.object("TopicArn", arn);
    }

    private synchronized ObjectNode deleteTopic(ObjectNode input) {
        String arn = Tree.text(input, "TopicArn");
        topics.remove(arn);
        subscriptions.values().removeIf(subscription -> subscription.topic().equals(arn));
        return Tree.object();
    }

    private synchronized ObjectNode listTopics(ObjectNode input) {
        return Tree.object("Topics", Tree.array(topics.stream().map(arn -> Tree.object("TopicArn", arn))));
    }

    private synchronized ObjectNode topicAttributes(ObjectNode input) {
        String topic = topic(input);
        return Tree.object(
                "Attributes",
                Tree.object(
                        "TopicArn",
                        topic,
                        "Owner",
                        Aws.ACCOUNT,
                        "SubscriptionsConfirmed",
                        String.valueOf(subscriptions(topic).size())));
    }

    private synchronized ObjectNode subscribe(ObjectNode input) {
        String topic = topic(input);
        String protocol = Tree.text(input, "Protocol");
        if (!protocol.equals("sqs")) {
            throw new AwsError(400, "InvalidParameter", "the local SNS delivers to sqs only, not to " + protocol);
        }
        String endpoint = Tree.text(input, "Endpoint");
        boolean raw =
                input.path("Attributes").path("RawMessageDelivery").asText().equals("true");
        String arn = subscriptions(topic).stream()
                .filter(subscription -> subscription.endpoint().equals(endpoint))
                .map(Subscription::arn)
                .findFirst()
                .orElseGet(() -> topic + ":" + UUID.randomUUID());
        subscriptions.put(arn, new Subscription(arn, topic, endpoint, raw));
        return Tree.object("SubscriptionArn", arn);
    }

    private synchronized ObjectNode unsubscribe(ObjectNode input) {
        subscriptions.remove(Tree.text(input, "SubscriptionArn"));
        return Tree.object();
    }

    private synchronized List<Subscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    private List<Subscription> subscriptions(String topic) {
        return subscriptions().stream()
                .filter(subscription -> subscription.topic().equals(topic))
                .toList();
    }

    private static ObjectNode list(List<Subscription> found) {
        return Tree.object("Subscriptions", Tree.array(found.stream().map(Subscription::listed)));
    }

    private ObjectNode publishBatch(ObjectNode input) throws IOException, InterruptedException {
        String topic = topic(input);
        List<ObjectNode> sent = new ArrayList<>();
        for (JsonNode entry : input.path("PublishBatchRequestEntries")) {
            sent.add(Tree.object("Id", Tree.text(entry, "Id"), "MessageId", publish(topic, entry)));
        }
        return Tree.object("Successful", Tree.array(sent.stream()), "Failed", Tree.array(Stream.empty()));
    }

    private String publish(String topic, JsonNode message) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        JsonNode attributes = message.path("MessageAttributes");
        for (Subscription subscription : subscriptions(topic)) {
            if (subscription.raw()) {
                ObjectNode passedOn = attributes.isObject() ? (ObjectNode) attributes : null;
                queues.send(subscription.endpoint(), Tree.text(message, "Message"), passedOn);
            } else {
                queues.send(
                        subscription.endpoint(),
                        envelope(id, subscription, message).toString(),
                        null);
            }
        }
        return id;
    }

    private static ObjectNode envelope(String id, Subscription subscription, JsonNode message) {
        ObjectNode attributes = Tree.object();
        message.path("MessageAttributes").properties().forEach(attribute -> {
            JsonNode value = attribute.getValue();
            String text =
                    value.path("StringValue").asText(value.path("BinaryValue").asText());
            attributes.set(attribute.getKey(), Tree.object("Type", Tree.text(value, "DataType"), "Value", text));
        });
        return Tree.object(
                "Type",
                "Notification",
                "MessageId",
                id,
                "TopicArn",
                subscription.topic(),
                "Subject",
                Tree.optional(message, "Subject"),
                "Message",
                Tree.text(message, "Message"),
                "Timestamp",
                Instant.now().toString(),
                "SignatureVersion",
                "1",
                "Signature",
                "local",
                "SigningCertURL",
                "http://127.0.0.1/certificate",
                "UnsubscribeURL",
                "http://127.0.0.1/?Action=Unsubscribe&SubscriptionArn=" + subscription.arn(),
                "MessageAttributes",
                attributes.isEmpty() ? null : attributes);
    }

    private synchronized String topic(ObjectNode input) {
        String field = input.has("TargetArn") ? "TargetArn" : "TopicArn";
        String arn = Tree.text(input, field);
        if (!topics.contains(arn)) {
            throw new AwsError(404, "NotFound", "Topic does not exist: " + arn);
        }
        return arn;
    }
}
