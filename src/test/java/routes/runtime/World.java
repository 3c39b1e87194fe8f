package routes.runtime;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Everything that can be seen of a lake from outside, but times and names of its own: what two doors must agree on.
 *
 * @param objects content and metadata by key
 * @param ledger its rows
 * @param left messages on the queue, visible or not
 * @param parked bodies and attributes on the dead-letter queue
 * @param asked requests that the source received
 */
record World(Map<String, String> objects, List<Map<String, String>> ledger, int left, List<String> parked, int asked) {

    static World of(TestLake lake, String source) {
        Map<String, String> objects = new TreeMap<>();
        lake.keys().forEach(key -> objects.put(key, object(lake, key)));
        return new World(
                objects,
                lake
                        .clients()
                        .dynamoDb()
                        .scanPaginator(scan -> scan.tableName(lake.table()).consistentRead(true))
                        .items()
                        .stream()
                        .map(World::row)
                        .sorted((a, b) -> a.toString().compareTo(b.toString()))
                        .toList(),
                lake.depth(lake.queue(source)),
                lake.parked(source).stream()
                        .map(message -> parked(message).replace(lake.queue(source), "<queue>"))
                        .sorted()
                        .toList(),
                lake.received(source).size());
    }

    private static String object(TestLake lake, String key) {
        HeadObjectResponse head = lake.head(key);
        Map<String, String> metadata = new TreeMap<>(head.metadata());
        metadata.computeIfPresent("fetched-at", (name, time) -> "<time>");
        return head.contentType() + " " + head.contentEncoding() + " " + metadata + " "
                + HexFormat.of().formatHex(lake.object(key));
    }

    private static Map<String, String> row(Map<String, AttributeValue> item) {
        Map<String, String> row = new TreeMap<>();
        item.forEach((name, value) -> {
            boolean time = name.endsWith("_at") || name.equals("ttl");
            row.put(name, time ? "<time>" : String.valueOf(value.s()));
        });
        return row;
    }

    private static String parked(Message message) {
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        return message.body() + " " + attributes;
    }

    /** How much of each there is. */
    String counts() {
        return counts(objects.size(), parked.size(), left, asked);
    }

    static String counts(int stored, int parked, int left, int asked) {
        return stored + " stored, " + parked + " parked, " + left + " left, " + asked + " asked";
    }
}
