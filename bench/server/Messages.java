package bench.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Received messages in the words of the protocol, with those attributes that were asked for and no others. */
final class Messages {
    private Messages() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> attributes(Map<String, Object> entry) {
        return entry.get("MessageAttributes") instanceof Map<?, ?> present ? (Map<String, Object>) present : Map.of();
    }

    static String text(List<Receipt> receipts, Map<String, Object> request) {
        if (receipts.isEmpty()) {
            return "{}";
        }
        List<String> names = names(request, "MessageAttributeNames");
        List<String> systemNames = new ArrayList<>(names(request, "MessageSystemAttributeNames"));
        systemNames.addAll(names(request, "AttributeNames"));
        List<Object> messages = new ArrayList<>(receipts.size());
        for (Receipt receipt : receipts) {
            messages.add(fields(receipt, names, systemNames));
        }
        return Json.text(Map.of("Messages", messages));
    }

    private static Map<String, Object> fields(Receipt receipt, List<String> names, List<String> systemNames) {
        Message message = receipt.message();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("MessageId", message.id);
        fields.put("ReceiptHandle", receipt.handle());
        fields.put("MD5OfBody", message.bodyMd5);
        fields.put("Body", message.body);
        if (!systemNames.isEmpty()) {
            fields.put("Attributes", chosen(systemAttributes(receipt), systemNames));
        }
        Map<String, Object> attributes = chosen(message.attributes, names);
        if (!attributes.isEmpty()) {
            fields.put("MessageAttributes", attributes);
            fields.put("MD5OfMessageAttributes", AttributeDigest.of(attributes));
        }
        return fields;
    }

    private static Map<String, Object> systemAttributes(Receipt receipt) {
        return Map.of(
                "SenderId", "000000000000",
                "SentTimestamp", Long.toString(receipt.message().sentMillis),
                "ApproximateReceiveCount", Integer.toString(receipt.receives()),
                "ApproximateFirstReceiveTimestamp", Long.toString(receipt.firstReceivedMillis()));
    }

    private static Map<String, Object> chosen(Map<String, Object> attributes, List<String> names) {
        if (attributes.isEmpty() || names.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> chosen = new LinkedHashMap<>(attributes);
        chosen.keySet().removeIf(name -> names.stream().noneMatch(wanted -> matches(name, wanted)));
        return chosen;
    }

    private static boolean matches(String name, String wanted) {
        return wanted.equals("All")
                || wanted.equals(name)
                || (wanted.endsWith(".*") && name.startsWith(wanted.substring(0, wanted.length() - 2)));
    }

    private static List<String> names(Map<String, Object> request, String field) {
        return request.get(field) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }
}
