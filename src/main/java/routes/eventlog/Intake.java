package routes.eventlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.lake.S3Event;
import routes.lake.S3Events;
import routes.lake.S3Record;
import routes.lake.UnreadableEvent;
import routes.observe.Meter;
import routes.policy.QueueMessage;

/** The border: which files the messages of a batch tell of. */
final class Intake {
    private final EventlogSettings settings;
    private final Meter meter;

    Intake(EventlogSettings settings, Meter meter) {
        this.settings = settings;
        this.meter = meter;
    }

    /**
     * One record of a message.
     *
     * @param record as it came
     * @param file that it tells of; empty when there is nothing to read
     * @param refusal why it is not welcome; empty for one that is, or is of no concern
     */
    record Told(S3Record record, Optional<SourceFile> file, Optional<String> refusal) {}

    /**
     * A message and what it tells of.
     *
     * @param refusal why the message as a whole is none; empty: it is one
     */
    record Message(QueueMessage message, List<Told> told, String refusal) {}

    /** Reads messages. */
    List<Message> read(List<QueueMessage> messages) {
        return messages.stream().map(this::read).toList();
    }

    /** Files of messages, each once; of two contents the one that was told of last. */
    static List<SourceFile> files(List<Message> messages) {
        Map<String, SourceFile> files = new LinkedHashMap<>();
        messages.forEach(message ->
                message.told().forEach(told -> told.file().ifPresent(file -> files.put(file.key(), file))));
        return List.copyOf(files.values());
    }

    private Message read(QueueMessage message) {
        try {
            List<Told> told = new ArrayList<>();
            for (S3Record record : S3Events.records(message.body())) {
                told.add(told(record));
            }
            return new Message(message, told, "");
        } catch (UnreadableEvent e) {
            return new Message(message, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private Told told(S3Record record) {
        if (record.event().isEmpty()) {
            return new Told(record, Optional.empty(), Optional.of(record.reason()));
        }
        S3Event event = record.event().get();
        if (!event.bucket().equals(settings.sourceBucket())) {
            return refused(record, "bucket is not that of event files, expected " + settings.sourceBucket());
        }
        if (!event.key().startsWith(settings.prefix())) {
            return refused(record, "key is outside of the environment's files, expected " + settings.prefix());
        }
        if (event.kind() != S3Event.Kind.CREATED || !EventFileName.isOf(event.key())) {
            meter.count("events_ignored", 1, "pipeline", "eventlog");
            return new Told(record, Optional.empty(), Optional.empty());
        }
        return new Told(
                record, Optional.of(new SourceFile(event.key(), event.eTag().orElse(""))), Optional.empty());
    }

    private static Told refused(S3Record record, String reason) {
        return new Told(record, Optional.empty(), Optional.of(reason));
    }
}
