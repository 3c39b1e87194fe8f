package routes.aggregator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import routes.aggregator.Bundling.Work;
import routes.lake.ObjectVersion;
import routes.lake.S3Event;
import routes.observe.Meter;
import routes.policy.BatchResult;
import routes.policy.EventMessage;
import routes.policy.EventSettling;
import routes.policy.EventSettling.Unsettled;
import routes.policy.FailureKind;
import routes.policy.Outcome;

/** Turns what became of objects into what becomes of messages, and counts it. */
final class Settling {
    private final EventSettling messages;
    private final Meter meter;

    Settling(EventSettling messages, Meter meter) {
        this.messages = messages;
        this.meter = meter;
    }

    /** What becomes of each message of the batch; what can never be bundled is parked. */
    BatchResult settle(Work work, Duration took) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (EventMessage message : work.messages()) {
            outcomes.put(message.message().id(), messages.settle(message, work.runId(), event -> fate(event, work)));
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

    private static Optional<Unsettled> fate(S3Event event, Work work) {
        Standing standing = work.standings().get(ObjectVersion.of(event).id());
        if (standing instanceof Standing.Refused refused) {
            return Optional.of(new Unsettled(FailureKind.POISON, refused.reason(), Optional.empty()));
        }
        if (standing instanceof Standing.Waiting waiting) {
            return Optional.of(new Unsettled(waiting.kind(), waiting.reason(), waiting.after()));
        }
        return Optional.empty();
    }
}
