package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Tells queues and EventBridge what happens in the buckets that were configured to tell. */
final class Notifications {
    private record Configuration(String document, List<NotificationRule> rules, boolean toEventBridge) {}

    private static final Configuration NONE = new Configuration("<NotificationConfiguration/>", List.of(), false);

    private final Queues queues;
    private final EventBridge eventBridge;
    private final Map<String, Configuration> byBucket = new ConcurrentHashMap<>();

    Notifications(Queues queues, EventBridge eventBridge) {
        this.queues = queues;
        this.eventBridge = eventBridge;
    }

    /** Takes the configuration once every queue in it has taken the test event. */
    void configure(String bucket, byte[] document) throws IOException, InterruptedException {
        List<NotificationRule> rules = NotificationRule.read(document);
        for (NotificationRule rule : rules) {
            sendTestEvent(bucket, rule);
        }
        boolean toEventBridge =
                !Xml.children(Xml.root(document), "EventBridgeConfiguration").isEmpty();
        byBucket.put(bucket, new Configuration(new String(document, StandardCharsets.UTF_8), rules, toEventBridge));
    }

    private void sendTestEvent(String bucket, NotificationRule rule) throws IOException, InterruptedException {
        ObjectNode test = Tree.object(
                "Service", "Amazon S3",
                "Event", "s3:TestEvent",
                "Time", Instant.now().toString(),
                "Bucket", bucket,
                "RequestId", "local",
                "HostId", "local");
        try {
            queues.send(rule.queueArn(), test.toString(), null);
        } catch (AwsError refused) {
            throw new AwsError(
                    400,
                    "InvalidArgument",
                    "Unable to validate the following destination configurations: " + refused.getMessage());
        }
    }

    String configuration(String bucket) {
        return byBucket.getOrDefault(bucket, NONE).document();
    }

    boolean areWanted(String bucket) {
        return byBucket.containsKey(bucket);
    }

    void tell(S3Change change) throws IOException, InterruptedException {
        Configuration configuration = byBucket.getOrDefault(change.address().bucket(), NONE);
        for (NotificationRule rule : configuration.rules()) {
            if (rule.wants(change)) {
                ObjectNode message = Tree.object("Records", Tree.array(Stream.of(change.record(rule.id()))));
                queues.send(rule.queueArn(), message.toString(), null);
            }
        }
        if (configuration.toEventBridge()) {
            eventBridge.accept(
                    "aws.s3",
                    change.isRemoval() ? "Object Deleted" : "Object Created",
                    change.detail(),
                    List.of("arn:aws:s3:::" + change.address().bucket()),
                    change.time());
        }
    }
}
