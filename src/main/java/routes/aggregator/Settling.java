package routes.aggregator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.aggregator.Bundling.Work;
import routes.lake.S3Record;
import routes.observe.Meter;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Parking;
import routes.policy.QueueMessage;

/** Turns what became of objects into what becomes of messages: done, parked with the records that are bad, or again. */
final class Settling {
    private final Duration retryDelay;
    private final Parking parking;
    private final Meter meter;

    /** @param retryDelay before a message comes again for the first time */
    Settling(Duration retryDelay, Parking parking, Meter meter) {
        this.retryDelay = retryDelay;
        this.parking = parking;
        this.meter = meter;
    }

    /** What becomes of each message of the batch; what can never be bundled is parked. */
    BatchResult settle(Work work, Duration took) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Arrivals.Read message : work.messages()) {
            outcomes.put(message.message().id(), outcome(message, work));
        }
        long done = outcomes.values().stream()
                .filter(Outcome.Done.class::isInstance)
                .count();
        outcomes.values()
                .forEach(outcome -> outcome.failure()
                        .ifPresent(
                                kind -> meter.count("failures", 1, "pipeline", "aggregator", "kind", kind.toString())));
        meter.count("EventsProcessed", done, "pipeline", "aggregator");
        meter.count("EventsFailed", outcomes.size() - done, "pipeline", "aggregator");
        meter.time("ExecutionTime", took, "pipeline", "aggregator");
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("handled", done);
        summary.put("failed", outcomes.size() - done);
        summary.put(
                "bundles",
                work.holdings().stream().map(holding -> holding.bundle().id()).toList());
        return new BatchResult(outcomes, summary);
    }

    private Outcome outcome(Arrivals.Read read, Work work) {
        QueueMessage message = read.message();
        Parking.Letter letter = new Parking.Letter(message, "aggregator-bundle", work.runId());
        if (!read.refusal().isEmpty()) {
            return parking.park(letter, FailureKind.POISON, read.refusal());
        }
        List<S3Record> refused = new ArrayList<>();
        String reason = "";
        for (Arrival arrival : read.arrivals()) {
            Optional<Standing> standing =
                    arrival.object().map(object -> work.standings().get(object.id()));
            Optional<String> no = arrival.refusal()
                    .or(() -> standing.filter(Standing.Refused.class::isInstance)
                            .map(found -> ((Standing.Refused) found).reason()));
            if (no.isPresent()) {
                refused.add(arrival.record());
                reason = reason.isEmpty() ? no.get() : reason;
            }
        }
        Optional<Standing.Waiting> waiting = waiting(read, work);
        if (waiting.isPresent()) {
            return giveBack(letter, waiting.get(), read, work);
        }
        if (refused.isEmpty()) {
            return new Outcome.Done();
        }
        return parking.park(letter.with(body(read, refused)), FailureKind.POISON, reason);
    }

    /** The whole message comes again: what is settled of it will be met as a duplicate. */
    private Outcome giveBack(Parking.Letter letter, Standing.Waiting waiting, Arrivals.Read read, Work work) {
        List<S3Record> unsettled = read.arrivals().stream()
                .filter(arrival -> !isSettled(arrival, work))
                .map(Arrival::record)
                .toList();
        Duration after = waiting.after().orElseGet(() -> wait(read.message().receives()));
        return parking.giveBack(
                letter.with(body(read, unsettled)), waiting.kind(), waiting.reason(), Optional.of(after));
    }

    private static Optional<Standing.Waiting> waiting(Arrivals.Read read, Work work) {
        return read.objects().stream()
                .map(object -> work.standings().get(object.id()))
                .filter(Standing.Waiting.class::isInstance)
                .map(Standing.Waiting.class::cast)
                .findFirst();
    }

    private static boolean isSettled(Arrival arrival, Work work) {
        return arrival.refusal().isEmpty()
                && arrival.object()
                        .map(object -> work.standings().get(object.id()) instanceof Standing.Settled)
                        .orElse(true);
    }

    /** As it came, unless only some of its records are meant. */
    private static String body(Arrivals.Read read, List<S3Record> records) {
        return records.size() == read.arrivals().size() ? read.message().body() : S3Record.message(records);
    }

    /** Doubles with each receive, so that a passing trouble does not use all of them up. */
    private Duration wait(int receives) {
        return retryDelay.multipliedBy(1L << Math.min(receives - 1, 5));
    }
}
