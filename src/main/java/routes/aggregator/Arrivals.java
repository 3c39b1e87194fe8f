package routes.aggregator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.lake.MemberName;
import routes.lake.ObjectVersion;
import routes.lake.S3Event;
import routes.lake.S3Events;
import routes.lake.UnreadableEvent;
import routes.lake.UnsafeKey;
import routes.observe.Meter;
import routes.policy.EventMessage;
import routes.policy.EventMessage.Judgement;
import routes.policy.QueueMessage;

/** The border: which objects of which messages may enter a bundle. */
final class Arrivals {
    private static final String IGNORED = "events_ignored";

    private final AggregatorSettings settings;
    private final Meter meter;

    Arrivals(AggregatorSettings settings, Meter meter) {
        this.settings = settings;
        this.meter = meter;
    }

    /** Reads a message; a test event of S3 announces nothing. */
    EventMessage read(QueueMessage message) {
        EventMessage read = EventMessage.read(message, this::judge);
        if (read.told().isEmpty() && read.refusal().isEmpty()) {
            meter.count(IGNORED, 1, "pipeline", "aggregator");
        }
        return read;
    }

    /** How many bytes of objects a message announces: what a door fills its batches by. */
    long bytes(String body) {
        try {
            return S3Events.records(body).stream()
                    .flatMap(record -> record.event().stream())
                    .filter(event -> event.kind() == S3Event.Kind.CREATED)
                    .mapToLong(event -> event.size().orElse(0))
                    .sum();
        } catch (UnreadableEvent e) {
            // It weighs nothing here, and is refused with its reason by the step.
            return 0;
        }
    }

    /** The objects of a batch, each once, in the order in which they came. */
    Map<String, ObjectVersion> objects(List<EventMessage> messages) {
        Map<String, ObjectVersion> objects = new LinkedHashMap<>();
        int told = 0;
        for (EventMessage message : messages) {
            for (EventMessage.Told one : message.told()) {
                if (one.event().isPresent()) {
                    ObjectVersion object = ObjectVersion.of(one.event().get());
                    objects.putIfAbsent(object.id(), object);
                    told++;
                }
            }
        }
        if (told > objects.size()) {
            meter.count("duplicates", told - objects.size(), "pipeline", "aggregator");
        }
        return objects;
    }

    private Judgement judge(S3Event event) {
        if (event.kind() != S3Event.Kind.CREATED) {
            meter.count(IGNORED, 1, "pipeline", "aggregator");
            return new Judgement.OfNoConcern();
        }
        if (!event.bucket().equals(settings.landingBucket())) {
            return new Judgement.Refused("bucket is not the landing bucket, expected " + settings.landingBucket());
        }
        if (!event.key().startsWith(settings.prefix())) {
            return new Judgement.Refused("key is outside of the landing prefix, expected " + settings.prefix());
        }
        if (event.size().orElse(0) > settings.maxObjectBytes()) {
            return new Judgement.Refused(
                    "object has " + event.size().orElse(0) + " bytes, expected at most " + settings.maxObjectBytes());
        }
        try {
            MemberName.of(event.key());
            ObjectVersion.of(event);
            return new Judgement.Welcome();
        } catch (UnsafeKey | UnreadableEvent e) {
            return new Judgement.Refused(String.valueOf(e.getMessage()));
        }
    }
}
