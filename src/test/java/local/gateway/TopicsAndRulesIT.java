package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

// The SDK's builders take varargs of consumers.
@SuppressWarnings("unchecked")
@ExtendWith(SharedCloud.class)
class TopicsAndRulesIT {
    private final URI endpoint;
    private final SqsClient sqs;
    private final String name = "it-" + UUID.randomUUID();

    TopicsAndRulesIT(LocalCloud cloud) {
        endpoint = cloud.endpoint();
        sqs = Clients.at(endpoint, SqsClient.builder());
    }

    private String queue() {
        return sqs.createQueue(request -> request.queueName(name)).queueUrl();
    }

    private String arn() {
        return "arn:aws:sqs:us-east-1:000000000000:" + name;
    }

    private Message received(String queue) {
        List<Message> messages = sqs.receiveMessage(
                        request -> request.queueUrl(queue).messageAttributeNames("All"))
                .messages();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    @Test
    void aTopicPassesMessagesOnInAnEnvelope() {
        SnsClient topics = Clients.at(endpoint, SnsClient.builder());
        String queue = queue();
        String topic = topics.createTopic(request -> request.name(name)).topicArn();
        topics.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(arn()));
        topics.publish(request -> request.topicArn(topic)
                .subject("alert")
                .message("score < 70 & \"falling\"")
                .messageAttributes(Map.of(
                        "severity",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("high")
                                .build())));

        assertThat(received(queue).body())
                .contains("\"Type\":\"Notification\"", "\"TopicArn\":\"" + topic + "\"", "\"Subject\":\"alert\"")
                .contains("\"Message\":\"score < 70 & \\\"falling\\\"\"")
                .contains("\"severity\":{\"Type\":\"String\",\"Value\":\"high\"}");
        assertThat(topics.listTopics().topics())
                .extracting(listed -> listed.topicArn())
                .contains(topic);
    }

    @Test
    void aRawSubscriptionPassesOnTheMessageAndItsAttributesAlone() {
        SnsClient topics = Clients.at(endpoint, SnsClient.builder());
        String queue = queue();
        String topic = topics.createTopic(request -> request.name(name)).topicArn();
        String subscription = topics.subscribe(request -> request.topicArn(topic)
                        .protocol("sqs")
                        .endpoint(arn())
                        .attributes(Map.of("RawMessageDelivery", "true")))
                .subscriptionArn();
        MessageAttributeValue high = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("high")
                .build();
        topics.publish(request -> request.topicArn(topic).message("plain").messageAttributes(Map.of("severity", high)));

        Message message = received(queue);
        assertThat(message.body()).isEqualTo("plain");
        assertThat(message.messageAttributes().get("severity").stringValue()).isEqualTo("high");
        topics.unsubscribe(request -> request.subscriptionArn(subscription));
        assertThat(topics.listSubscriptionsByTopic(request -> request.topicArn(topic))
                        .subscriptions())
                .isEmpty();
    }

    @Test
    void aRulePassesOnTheEventsThatMatchItsPattern() {
        EventBridgeClient events = Clients.at(endpoint, EventBridgeClient.builder());
        String queue = queue();
        events.putRule(request -> request.name(name)
                .eventPattern("{\"source\":[\"" + name + "\"],\"detail\":{\"score\":[{\"numeric\":[\"<\",70]}]}}"));
        events.putTargets(request ->
                request.rule(name).targets(target -> target.id("queue").arn(arn())));
        for (int score : List.of(60, 80)) {
            events.putEvents(request -> request.entries(
                    entry -> entry.source(name).detailType("quality").detail("{\"score\":" + score + "}")));
        }

        assertThat(received(queue).body()).contains("\"detail-type\":\"quality\"", "\"score\":60");
        assertThat(events.listRules(request -> request.namePrefix(name)).rules())
                .extracting(Rule::name)
                .containsExactly(name);
        assertThat(events.listTargetsByRule(request -> request.rule(name)).targets())
                .extracting(Target::arn)
                .containsExactly(arn());
        events.removeTargets(request -> request.rule(name).ids("queue"));
        events.deleteRule(request -> request.name(name));
        assertThat(events.listRules(request -> request.namePrefix(name)).rules())
                .isEmpty();
    }
}
