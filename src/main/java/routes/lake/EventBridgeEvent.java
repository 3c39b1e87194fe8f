package routes.lake;

import java.util.Map;
import routes.lake.S3Event.Kind;

/** What EventBridge says of one object: the key stands there as it is. */
final class EventBridgeEvent {

    private EventBridgeEvent() {}

    static S3Event event(Map<String, Object> message) {
        Fields event = new Fields(message, "event");
        if (!event.text("source").equals("aws.s3")) {
            throw new UnreadableEvent("source is '" + Names.oneLine(event.text("source"), 60) + "', expected aws.s3");
        }
        Fields detail = event.fields("detail");
        Fields object = detail.fields("object");
        return new S3Event(
                detail.fields("bucket").text("name"),
                object.text("key"),
                object.optionalText("version-id"),
                object.optionalText("etag"),
                object.optionalSize("size"),
                object.optionalText("sequencer"),
                kind(event.text("detail-type")),
                event.optionalTime("time"));
    }

    private static Kind kind(String detailType) {
        return switch (detailType) {
            case "Object Created" -> Kind.CREATED;
            case "Object Deleted" -> Kind.REMOVED;
            default -> Kind.OTHER;
        };
    }
}
