package routes.runtime;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import routes.aws.Queues;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.model.Message;

/** Messages by which S3 tells of objects, as it sends them and as others pass them on. */
final class FlightsEvents {

    private FlightsEvents() {}

    /** Lets a bucket tell a queue of new objects whose keys begin as those of snapshots do. */
    static void connect(TestLake lake, String bucket, String queue, String suffix) {
        String arn = "arn:aws:sqs:us-east-1:000000000000:" + queue;
        List<FilterRule> rules = List.of(
                FilterRule.builder().name("prefix").value("year=").build(),
                FilterRule.builder().name("suffix").value(suffix).build());
        QueueConfiguration configuration = QueueConfiguration.builder()
                .queueArn(arn)
                .events(Event.S3_OBJECT_CREATED)
                .filter(filter -> filter.key(key -> key.filterRules(rules)))
                .build();
        lake.clients()
                .s3()
                .putBucketNotificationConfiguration(put -> put.bucket(bucket)
                        .notificationConfiguration(
                                notification -> notification.queueConfigurations(List.of(configuration))));
        // S3 tries whether it may send: that message would count among those of a test.
        List<String> test = lake.look(queue).stream()
                .filter(message -> message.body().contains("s3:TestEvent"))
                .map(Message::receiptHandle)
                .toList();
        new Queues(lake.clients()::sqs).delete(queue, test);
    }

    static String created(String bucket, String key) {
        return message(record(bucket, key));
    }

    static String record(String bucket, String key) {
        return "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"" + bucket
                + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, StandardCharsets.UTF_8)
                + "\",\"size\":1,\"eTag\":\"0123456789abcdef0123456789abcdef\",\"sequencer\":\"0061\"}}}";
    }

    static String message(String... records) {
        return Arrays.stream(records).collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    static String eventBridge(String bucket, String key) {
        return "{\"version\":\"0\",\"source\":\"aws.s3\",\"detail-type\":\"Object Created\","
                + "\"time\":\"2024-06-15T18:40:03Z\",\"detail\":{\"bucket\":{\"name\":\"" + bucket
                + "\"},\"object\":{\"key\":\"" + key + "\",\"size\":1,\"etag\":\"0123\",\"sequencer\":\"0061\"}}}";
    }

    static String sns(String message) {
        return "{\"Type\":\"Notification\",\"MessageId\":\"1\",\"Message\":\""
                + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }
}
