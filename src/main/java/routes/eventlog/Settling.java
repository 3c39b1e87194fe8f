package routes.eventlog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.eventlog.Intake.Message;
import routes.eventlog.Intake.Told;
import routes.lake.S3Record;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Parking;

/** Turns what became of files into what becomes of messages: done, parked with the records that are bad, or again. */
final class Settling {
    private static final int MOST_DOUBLINGS = 5;

    private final Duration retryDelay;
    private final Parking parking;

    /** @param retryDelay before a message comes again for the first time */
    Settling(Duration retryDelay, Parking parking) {
        this.retryDelay = retryDelay;
        this.parking = parking;
    }

    /** What becomes of each message of a batch. */
    BatchResult settle(List<Message> messages, Taken taken) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        messages.forEach(message -> outcomes.put(message.message().id(), outcome(message, taken)));
        SweepResult result = new SweepResult();
        result.add(taken);
        return new BatchResult(outcomes, result.asMap());
    }

    private Outcome outcome(Message message, Taken taken) {
        Parking.Letter letter = new Parking.Letter(message.message(), "eventlog-collect", taken.run());
        if (!message.refusal().isEmpty()) {
            return parking.park(letter, FailureKind.POISON, message.refusal());
        }
        Optional<String> waiting = message.told().stream()
                .flatMap(told -> unsettled(told, taken).stream())
                .findFirst();
        List<Told> refused = message.told().stream()
                .filter(told -> told.refusal().isPresent())
                .toList();
        if (waiting.isPresent()) {
            // What is settled of it will be met as known when it comes again.
            List<S3Record> left = message.told().stream()
                    .filter(told ->
                            told.refusal().isPresent() || unsettled(told, taken).isPresent())
                    .map(Told::record)
                    .toList();
            Duration after =
                    retryDelay.multipliedBy(1L << Math.min(message.message().receives() - 1, MOST_DOUBLINGS));
            return parking.giveBack(
                    letter.with(body(message, left)), FailureKind.TRANSIENT, waiting.get(), Optional.of(after));
        }
        if (refused.isEmpty()) {
            return new Outcome.Done();
        }
        String reason = refused.get(0).refusal().orElseThrow();
        return parking.park(
                letter.with(body(message, refused.stream().map(Told::record).toList())), FailureKind.POISON, reason);
    }

    private static Optional<String> unsettled(Told told, Taken taken) {
        return told.file().flatMap(file -> taken.unsettled(file.key()));
    }

    /** As it came, unless only some of its records are meant. */
    private static String body(Message message, List<S3Record> records) {
        return records.size() == message.told().size() ? message.message().body() : S3Record.message(records);
    }
}
