package local.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.w3c.dom.Element;

/**
 * What one queue wants to be told.
 *
 * @param events names or patterns such as {@code s3:ObjectCreated:*}
 * @param prefix of the key, not encoded; empty for any
 * @param suffix of the key, not encoded; empty for any
 */
record NotificationRule(String id, String queueArn, List<String> events, String prefix, String suffix) {

    /** The rules of a {@code NotificationConfiguration}; destinations other than queues are refused by name. */
    static List<NotificationRule> read(byte[] document) throws IOException {
        List<NotificationRule> rules = new ArrayList<>();
        for (Element part : Xml.children(Xml.root(document), "*")) {
            if (part.getTagName().equals("QueueConfiguration")) {
                rules.add(of(part));
            } else if (!part.getTagName().equals("EventBridgeConfiguration")) {
                throw new AwsError(
                        501, "NotImplemented", "the local S3 notifies queues and EventBridge, no " + part.getTagName());
            }
        }
        return rules;
    }

    private static NotificationRule of(Element configuration) {
        String id = Xml.text(configuration, "Id");
        return new NotificationRule(
                id.isEmpty() ? UUID.randomUUID().toString() : id,
                Xml.text(configuration, "Queue"),
                Xml.children(configuration, "Event").stream()
                        .map(event -> event.getTextContent().strip())
                        .toList(),
                filter(configuration, "prefix"),
                filter(configuration, "suffix"));
    }

    private static String filter(Element configuration, String name) {
        return Xml.children(configuration, "Filter").stream()
                .flatMap(filter -> Xml.children(filter, "S3Key").stream())
                .flatMap(key -> Xml.children(key, "FilterRule").stream())
                .filter(rule -> Xml.text(rule, "Name").toLowerCase(Locale.ROOT).equals(name))
                .map(rule -> Xml.text(rule, "Value"))
                .findFirst()
                .orElse("");
    }

    boolean wants(S3Change change) {
        String key = change.address().key();
        return key.startsWith(prefix)
                && key.endsWith(suffix)
                && events.stream().anyMatch(pattern -> matches(pattern, "s3:" + change.event()));
    }

    private static boolean matches(String pattern, String event) {
        return pattern.endsWith("*")
                ? event.startsWith(pattern.substring(0, pattern.length() - 1))
                : event.equals(pattern);
    }
}
