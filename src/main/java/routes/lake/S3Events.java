package routes.lake;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads S3 events in every wrapping in which they reach a queue: an S3 notification with its records, or an EventBridge
 * event, each plain or as the text of an SNS notification.
 */
public final class S3Events {
    private static final Logger LOG = LoggerFactory.getLogger(S3Events.class);
    private static final String EXPECTED =
            "expected an S3 notification, an EventBridge event of S3, or an SNS notification of either";

    private S3Events() {}

    /**
     * The events of a message, in its order; none for the {@code s3:TestEvent} that S3 sends when notifications are set
     * up, which a line of the log tells.
     *
     * @throws UnreadableEvent for everything else
     */
    public static List<S3Event> parse(String body) {
        return records(body).stream()
                .map(record -> record.event().orElseThrow(() -> new UnreadableEvent(record.reason())))
                .toList();
    }

    /**
     * The records of a message, in its order, each of which can be read or not; none for a test event.
     *
     * @throws UnreadableEvent for a message that has no records at all
     */
    public static List<S3Record> records(String body) {
        Map<String, Object> message = object(body, "message");
        return message.containsKey("Type") ? unwrapped(inner(message)) : unwrapped(message);
    }

    private static List<S3Record> unwrapped(Map<String, Object> message) {
        if ("s3:TestEvent".equals(message.get("Event"))) {
            LOG.atInfo().addKeyValue("bucket", shown(message.get("Bucket"))).log("S3 test event: it holds no objects");
            return List.of();
        }
        if (message.get("Records") instanceof List<?> records) {
            return S3Notification.records(records);
        }
        if (message.containsKey("detail-type")) {
            return List.of(S3Record.of(EventBridgeEvent.event(message), message));
        }
        throw new UnreadableEvent("message has neither Records nor detail-type, " + EXPECTED);
    }

    /** SNS carries the message as a text within its own. */
    private static Map<String, Object> inner(Map<String, Object> envelope) {
        if (!"Notification".equals(envelope.get("Type"))) {
            throw new UnreadableEvent("Type is '" + shown(envelope.get("Type")) + "', expected Notification");
        }
        if (!(envelope.get("Message") instanceof String message)) {
            throw new UnreadableEvent("Message of the SNS notification is missing or no text, " + EXPECTED);
        }
        return object(message, "Message of the SNS notification");
    }

    private static Map<String, Object> object(String json, String what) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(json);
        } catch (IOException e) {
            // Without the cause: a parser's message quotes what it read.
            throw new UnreadableEvent(what + " is not a JSON object, " + EXPECTED);
        }
        if (fields == null) {
            throw new UnreadableEvent(what + " is null, " + EXPECTED);
        }
        return fields;
    }

    private static String shown(@Nullable Object value) {
        return Names.oneLine(String.valueOf(value), 60);
    }
}
