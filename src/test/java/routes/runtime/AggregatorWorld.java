package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Everything that can be seen of an aggregator's lake from outside, but times and names of its own: what two doors must
 * agree on.
 *
 * @param bundles content, metadata and manifest of each bundle
 * @param rows of bundles: their states, attempts, and objects; of objects: how many there are
 * @param left messages on each of the two queues, visible or not
 * @param parked bodies and attributes on both dead-letter queues
 * @param delivered what NiFi has of each bundle
 * @param counted metrics, but those of time
 */
record AggregatorWorld(
        List<String> bundles,
        List<String> rows,
        String left,
        List<String> parked,
        List<String> delivered,
        Map<String, Long> counted) {

    static AggregatorWorld of(AggregatorLake lake, CountingMeter meter) {
        return new AggregatorWorld(
                lake.bundles().stream().map(key -> bundle(lake, key)).sorted().toList(),
                rows(lake),
                lake.lake().depth(lake.events()) + " events, " + lake.lake().depth(lake.deliveries()) + " deliveries",
                List.of(lake.events(), lake.deliveries()).stream()
                        .flatMap(queue -> lake.lake().look(queue + "-dlq").stream())
                        .map(message -> parked(lake, message))
                        .sorted()
                        .toList(),
                lake.nifi().values().stream()
                        .map(facts -> new TreeMap<>(facts).toString())
                        .sorted()
                        .toList(),
                counted(meter));
    }

    /** The same but for the metrics. */
    AggregatorWorld uncounted() {
        return new AggregatorWorld(bundles, rows, left, parked, delivered, Map.of());
    }

    private static String bundle(AggregatorLake lake, String key) {
        HeadObjectResponse head = lake.lake()
                .clients()
                .s3()
                .headObject(get -> get.bucket(lake.archive()).key(key));
        Map<String, String> metadata = new TreeMap<>(head.metadata());
        metadata.replace("run-id", "<run>");
        String members = lake.members().stream()
                .filter(member -> member.bundle().equals(key))
                .map(member -> member.name() + "=" + member.sha256())
                .collect(Collectors.joining(","));
        return nameless(lake, key) + " " + head.contentType() + " " + head.contentEncoding() + " " + metadata + " "
                + members + " " + nameless(lake, json(lake.manifest(key)));
    }

    private static List<String> rows(AggregatorLake lake) {
        return lake
                .lake()
                .clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(lake.objects()).consistentRead(true))
                .items()
                .stream()
                .map(item -> nameless(lake, row(item)))
                .sorted()
                .toList();
    }

    private static String row(Map<String, AttributeValue> item) {
        Map<String, String> row = new TreeMap<>();
        item.forEach((name, value) -> row.put(name, value.s() == null ? value.n() : value.s()));
        for (String own :
                List.of("ttl", "since", "planned_at", "delivered_at", "lease_until", "owner", "run_id", "version")) {
            row.computeIfPresent(own, (name, value) -> "<own>");
        }
        return row.toString();
    }

    private static String parked(AggregatorLake lake, Message message) {
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        attributes.computeIfPresent("run_id", (name, value) -> "<run>");
        if (message.body().contains("bundle_id")) {
            // How often a delivery came is chance: it may be faster than its sender's note of it.
            attributes.computeIfPresent("attempts", (name, value) -> "<attempts>");
        }
        return nameless(lake, message.body() + " " + attributes);
    }

    /** Names of this lake, of its bundles and of versions say nothing of the door. */
    private static String nameless(AggregatorLake lake, String text) {
        return text.replace(lake.landing(), "<landing>")
                .replace(lake.objects(), "<objects>")
                .replaceAll("bundle-[0-9a-f]{32}", "<bundle>")
                .replaceAll("bundles/\\d{4}/\\d\\d/\\d\\d/\\d\\d/", "<hour>/")
                .replaceAll("\"(planned_at|run_id)\":\"[^\"]+\"", "\"$1\":<own>")
                .replaceAll("\"version(Id)?\":\"[^\"]+\"", "\"version\":<version>")
                .replaceAll("(id=<landing>/[^,]*)/[^,/}]+", "$1/<version>");
    }

    /** How often a message came again is chance: a delivery may be faster than its sender's note of it. */
    private static Map<String, Long> counted(CountingMeter meter) {
        Map<String, Long> counts = new TreeMap<>(meter.counts());
        counts.keySet()
                .removeIf(name -> name.matches("ExecutionTime.*|EventsFailed.*|failures.*transient.*|messages_not.*"));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private static String json(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
