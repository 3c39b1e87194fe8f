package routes.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.lake.S3Event;
import routes.lake.S3Events;
import routes.lake.S3Record;
import routes.lake.UnreadableEvent;

/**
 * A message of a queue that carries events of S3, judged record by record: a bad one does not take the others with it.
 *
 * @param message as it was received
 * @param told its records in their order; none when it is a test event, or refused as a whole
 * @param refusal why the message as a whole is none, one line without its contents; empty: it is one
 */
public record EventMessage(QueueMessage message, List<Told> told, String refusal) {

    public EventMessage {
        told = List.copyOf(told);
        if (!refusal.isEmpty() && !told.isEmpty()) {
            throw new IllegalArgumentException(
                "message is refused and told has " + told.size() + " records, expected none");
        }
    }

    /**
     * One record of a message. Without event and refusal it is of no concern.
     *
     * @param record as it came
     * @param event that is to be worked on: only of a record that is welcome
     * @param refusal why it is not welcome, one line
     */
    public record Told(S3Record record, Optional<S3Event> event, Optional<String> refusal) {

        public Told {
            if (event.isPresent() && refusal.isPresent()) {
                throw new IllegalArgumentException(
                    "refusal is '" + refusal.get() + "', expected none for a welcome event");
            }
        }
    }

    /** What a pipeline thinks of an event. */
    public sealed interface Judgement {

        /** Its object is to be worked on. */
        record Welcome() implements Judgement {}

        /** There is nothing to do, and nothing wrong. */
        record OfNoConcern() implements Judgement {}

        /**
         * It should never have come here: its record is parked.
         *
         * @param reason one line without contents of the message
         */
        record Refused(String reason) implements Judgement {

            public Refused {
                if (reason.isBlank()) {
                    throw new IllegalArgumentException("reason is '" + reason + "', expected why it is refused");
                }
            }
        }
    }

    /** Which events may enter a pipeline. One that it cannot read ({@link UnreadableEvent}) is refused, too. */
    @FunctionalInterface
    public interface Border {

        /** Judges one event; asked once for each that a message tells of. */
        Judgement of(S3Event event);
    }

    /** Reads a message in any wrapping that S3 events come in, and judges each of its records. */
    public static EventMessage read(QueueMessage message, Border border) {
        List<S3Record> records;
        try {
            records = S3Events.records(message.body());
        } catch (UnreadableEvent e) {
            return new EventMessage(message, List.of(), String.valueOf(e.getMessage()));
        }
        return new EventMessage(message, records.stream().map(record -> told(record, border)).toList(), "");
    }

    /** Welcome events of messages, each object once; of several events of one object the one that was told of last. */
    public static List<S3Event> events(List<EventMessage> messages) {
        Map<String, S3Event> events = new LinkedHashMap<>();
        for (EventMessage message : messages) {
            for (Told told : message.told()) {
                told.event().ifPresent(event -> events.put(event.bucket() + "/" + event.key(), event));
            }
        }
        return List.copyOf(events.values());
    }

    private static Told told(S3Record record, Border border) {
        if (record.event().isEmpty()) {
            return new Told(record, Optional.empty(), Optional.of(record.reason()));
        }
        Judgement judgement = judge(record.event().get(), border);
        if (judgement instanceof Judgement.Refused refused) {
            return new Told(record, Optional.empty(), Optional.of(refused.reason()));
        }
        boolean welcome = judgement instanceof Judgement.Welcome;
        return new Told(record, welcome ? record.event() : Optional.empty(), Optional.empty());
    }

    private static Judgement judge(S3Event event, Border border) {
        try {
            return border.of(event);
        } catch (UnreadableEvent e) {
            return new Judgement.Refused(String.valueOf(e.getMessage()));
        }
    }
}
