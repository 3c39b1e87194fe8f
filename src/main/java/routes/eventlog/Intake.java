package routes.eventlog;

import java.util.List;
import routes.lake.S3Event;
import routes.observe.Meter;
import routes.policy.EventMessage;
import routes.policy.EventMessage.Judgement;
import routes.policy.QueueMessage;

/** The border: which files the messages of a batch tell of. */
final class Intake {
    private final EventlogSettings settings;
    private final Meter meter;

    Intake(EventlogSettings settings, Meter meter) {
        this.settings = settings;
        this.meter = meter;
    }

    /** Reads messages. */
    List<EventMessage> read(List<QueueMessage> messages) {
        return messages.stream()
                .map(message -> EventMessage.read(message, this::judge))
                .toList();
    }

    /** Files of messages, each once; of two contents the one that was told of last. */
    static List<SourceFile> files(List<EventMessage> messages) {
        return EventMessage.events(messages).stream()
                .map(event -> new SourceFile(event.key(), event.eTag().orElse("")))
                .toList();
    }

    private Judgement judge(S3Event event) {
        if (!event.bucket().equals(settings.sourceBucket())) {
            return new Judgement.Refused("bucket is not that of event files, expected " + settings.sourceBucket());
        }
        if (!event.key().startsWith(settings.prefix())) {
            return new Judgement.Refused("key is outside of the environment's files, expected " + settings.prefix());
        }
        if (event.kind() != S3Event.Kind.CREATED || !EventFileName.isOf(event.key())) {
            meter.count("events_ignored", 1, "pipeline", "eventlog");
            return new Judgement.OfNoConcern();
        }
        return new Judgement.Welcome();
    }
}
