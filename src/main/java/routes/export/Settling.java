package routes.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.lake.S3Record;
import routes.observe.Meter;
import routes.policy.BatchResult;
import routes.policy.EachMessage.Worked;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Parking;
import routes.policy.Poison;
import routes.policy.QueueMessage;
import routes.policy.Transient;

/**
 * Turns what exports came to into what becomes of the messages and events that asked for them.
 *
 * <p>Not by {@link routes.policy.EventSettling}, which settles S3 events by their objects: messages here also order an
 * export to be resumed, which no S3 event tells of; an export that is only out of time goes on as another message and costs
 * no receive; and of several that wait the longest wait counts, as the API and Athena wish it, not the number of receives.
 */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private static final String[] PIPELINE = {"pipeline", "export"};

    private final Exports exports;
    private final Parking parking;
    private final Meter meter;

    Settling(Exports exports, Parking parking, Meter meter) {
        this.exports = exports;
        this.parking = parking;
        this.meter = meter;
    }

    /** What becomes of a message: what can never be exported of it is parked, and what is missing comes again. */
    Outcome settle(QueueMessage message, List<Settled> all, String runId) {
        Parking.Letter letter = new Parking.Letter(message, "export-request", runId);
        List<Settled> waiting = new ArrayList<>();
        for (Settled one : all) {
            Optional<ExportResult> result = one.waiting();
            if (result.isPresent() && result.get().status() == 202) {
                // It costs no receives to come back as another message.
                exports.handOver(result.get().exportId(), result.get().after().orElse(Duration.ZERO));
            } else if (result.isPresent()) {
                waiting.add(one);
            }
        }
        List<Settled> refused =
                all.stream().filter(one -> one.refusal().isPresent()).toList();
        if (!waiting.isEmpty()) {
            List<Settled> open = new ArrayList<>(waiting);
            open.addAll(refused);
            ExportResult first = waiting.get(0).waiting().orElseThrow();
            return parking.giveBack(
                    letter.with(body(message, open, all)), kind(first), reason(first), longest(waiting));
        }
        if (!refused.isEmpty()) {
            String reason = refused.get(0).refusal().orElseThrow();
            return parking.park(letter.with(body(message, refused, all)), FailureKind.POISON, reason);
        }
        return new Outcome.Done();
    }

    /**
     * What is answered to whoever sent an event by hand or by a schedule.
     *
     * @throws Poison when something in it can never be exported
     * @throws Transient when something is missing that may come later
     */
    Map<String, Object> answer(List<Settled> all) {
        for (Settled one : all) {
            one.refusal().ifPresent(reason -> {
                throw new Poison(reason);
            });
            one.waiting().ifPresent(result -> {
                throw new Transient(reason(result), result.after().orElse(null));
            });
        }
        List<Map<String, Object>> results = all.stream()
                .flatMap(one -> one.result().stream())
                .map(ExportResult::asMap)
                .toList();
        return results.size() == 1 ? results.get(0) : Map.of("exports", results);
    }

    /**
     * A scheduled time is done with when nothing is left that could come later; what the API refused lies parked.
     *
     * @throws Transient otherwise, so that the time is looked at again
     */
    void insist(ExportResult result) {
        if (result.failure().isPresent() && kind(result) != FailureKind.POISON) {
            throw new Transient(reason(result), result.after().orElse(null));
        }
        result.failure().ifPresent(kind -> LOG.error("{}", reason(result)));
    }

    /** What the batch came to, with its numbers. */
    BatchResult conclude(Worked worked, Duration took) {
        long done = worked.outcomes().values().stream()
                .filter(Outcome.Done.class::isInstance)
                .count();
        long failed = worked.outcomes().size() - done;
        worked.outcomes()
                .values()
                .forEach(outcome -> outcome.failure()
                        .ifPresent(kind -> meter.count("failures", 1, "pipeline", "export", "kind", kind.toString())));
        meter.count("EventsProcessed", done, PIPELINE);
        meter.count("EventsFailed", failed, PIPELINE);
        meter.time("ExecutionTime", took, PIPELINE);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("handled", done);
        summary.put("failed", failed);
        return new BatchResult(worked.outcomes(), summary);
    }

    private static Optional<Duration> longest(List<Settled> waiting) {
        return waiting.stream()
                .flatMap(one -> one.waiting().stream())
                .flatMap(result -> result.after().stream())
                .max(Duration::compareTo);
    }

    private static FailureKind kind(ExportResult result) {
        return result.failure().orElse(FailureKind.TRANSIENT);
    }

    private static String reason(ExportResult result) {
        return "export " + result.exportId() + ": " + result.message();
    }

    /** As it came, unless only some of its records are meant. */
    private static String body(QueueMessage message, List<Settled> some, List<Settled> all) {
        List<S3Record> records =
                some.stream().flatMap(one -> one.told().record().stream()).collect(Collectors.toList());
        return some.size() == all.size() || records.size() < some.size() ? message.body() : S3Record.message(records);
    }
}
