package routes.aggregator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.lake.MemberName;
import routes.lake.ObjectVersion;
import routes.lake.S3Event;
import routes.lake.S3Events;
import routes.lake.S3Record;
import routes.lake.UnreadableEvent;
import routes.lake.UnsafeKey;
import routes.observe.Meter;
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

    /**
     * A message and what it announces.
     *
     * @param refusal why the message as a whole is none; empty: it is one
     */
    record Read(QueueMessage message, List<Arrival> arrivals, String refusal) {

        /** Its objects. */
        List<ObjectVersion> objects() {
            return arrivals.stream()
                    .flatMap(arrival -> arrival.object().stream())
                    .toList();
        }
    }

    /** Reads a message; a test event of S3 announces nothing. */
    Read read(QueueMessage message) {
        try {
            List<Arrival> arrivals = new ArrayList<>();
            for (S3Record record : S3Events.records(message.body())) {
                arrivals.add(arrival(record));
            }
            if (arrivals.isEmpty()) {
                meter.count(IGNORED, 1, "pipeline", "aggregator");
            }
            return new Read(message, arrivals, "");
        } catch (UnreadableEvent e) {
            return new Read(message, List.of(), String.valueOf(e.getMessage()));
        }
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
    Map<String, ObjectVersion> objects(List<Read> messages) {
        Map<String, ObjectVersion> objects = new LinkedHashMap<>();
        int told = 0;
        for (Read message : messages) {
            for (ObjectVersion object : message.objects()) {
                objects.putIfAbsent(object.id(), object);
                told++;
            }
        }
        if (told > objects.size()) {
            meter.count("duplicates", told - objects.size(), "pipeline", "aggregator");
        }
        return objects;
    }

    private Arrival arrival(S3Record record) {
        if (record.event().isEmpty()) {
            return Arrival.refused(record, record.reason());
        }
        S3Event event = record.event().get();
        if (event.kind() != S3Event.Kind.CREATED) {
            meter.count(IGNORED, 1, "pipeline", "aggregator");
            return Arrival.ignored(record);
        }
        if (!event.bucket().equals(settings.landingBucket())) {
            return Arrival.refused(record, "bucket is not the landing bucket, expected " + settings.landingBucket());
        }
        if (!event.key().startsWith(settings.prefix())) {
            return Arrival.refused(record, "key is outside of the landing prefix, expected " + settings.prefix());
        }
        if (event.size().orElse(0) > settings.maxObjectBytes()) {
            return Arrival.refused(
                    record,
                    "object has " + event.size().orElse(0) + " bytes, expected at most " + settings.maxObjectBytes());
        }
        try {
            MemberName.of(event.key());
            return Arrival.of(record, ObjectVersion.of(event));
        } catch (UnsafeKey | UnreadableEvent e) {
            return Arrival.refused(record, String.valueOf(e.getMessage()));
        }
    }
}
