package routes.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import routes.aws.Queues;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.policy.BatchResult;
import routes.policy.EachMessage.Worked;
import routes.policy.FailureKind;
import routes.policy.Outcome;
import routes.policy.Poison;
import routes.policy.QueueMessage;

/** What a batch of fetches has in common: messages are understood one by one, the pages that follow are sent together. */
final class Fetching {
    private final IngestSettings settings;
    private final Queues queues;
    private final Spans spans;
    private final Meter meter;

    Fetching(IngestSettings settings, Queues queues, Spans spans, Meter meter) {
        this.settings = settings;
        this.queues = queues;
        this.spans = spans;
        this.meter = meter;
    }

    /** The page that a message asks for; poison when nobody may ask for it. */
    PageTask understand(QueueMessage message) {
        PageMessage page = PageMessage.parse(message.body());
        Source source = settings.source(page.endpoint())
                .orElseThrow(() -> new Poison("endpoint '" + page.endpoint() + "' is not a configured source"));
        if (page.page() > source.paging().lastPage()) {
            throw new Poison("page is " + page.page() + ", expected at most "
                    + source.paging().lastPage() + " for source " + source.name());
        }
        return new PageTask(source, page);
    }

    /** Enqueues the pages that follow; a message whose next page could not be enqueued is not done. */
    BatchResult followOn(Worked worked, Duration took) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>(worked.outcomes());
        Map<String, List<String>> idsByQueue = new TreeMap<>();
        worked.products().forEach((id, product) -> {
            if (product instanceof StoredPage stored && stored.next().isPresent()) {
                Source source = settings.source(stored.message().endpoint()).orElseThrow();
                idsByQueue
                        .computeIfAbsent(source.queue(), queue -> new ArrayList<>())
                        .add(id);
            }
        });
        idsByQueue.forEach((queue, ids) -> {
            List<Queues.Outgoing> next = ids.stream()
                    .map(id -> new Queues.Outgoing(
                            ((StoredPage) worked.products().get(id))
                                    .next()
                                    .orElseThrow()
                                    .json(),
                            trace(worked, id)))
                    .toList();
            queues.send(queue, next)
                    .forEach((index, reason) -> outcomes.put(
                            ids.get(index),
                            new Outcome.Retry(
                                    FailureKind.TRANSIENT,
                                    "next page could not be enqueued: " + reason,
                                    Optional.empty())));
        });
        meter.time("ExecutionTime", took, "pipeline", "ingest");
        return new BatchResult(outcomes, summary(worked, outcomes));
    }

    /** A page that follows belongs to the trace of the page that led to it. */
    private Map<String, String> trace(Worked worked, String id) {
        return worked.messages().stream()
                .filter(message -> message.id().equals(id))
                .map(message -> message.attributes().get("traceparent"))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(parent -> Map.of("traceparent", parent))
                .orElseGet(spans::inject);
    }

    private Map<String, Object> summary(Worked worked, Map<String, Outcome> outcomes) {
        int failed = 0;
        Map<String, Map<String, Integer>> bySource = new TreeMap<>();
        for (QueueMessage message : worked.messages()) {
            boolean done = outcomes.get(message.id()) instanceof Outcome.Done;
            failed += done ? 0 : 1;
            Map<String, Integer> stats = bySource.computeIfAbsent(
                    sourceOf(worked, message), source -> new LinkedHashMap<>(Map.of("processed", 0, "failed", 0)));
            stats.merge(done ? "processed" : "failed", 1, Integer::sum);
            outcomes.get(message.id())
                    .failure()
                    .ifPresent(kind ->
                            meter.count("failures", 1, "source", sourceOf(worked, message), "kind", kind.toString()));
        }
        meter.count("EventsProcessed", worked.messages().size() - failed, "pipeline", "ingest");
        meter.count("EventsFailed", failed, "pipeline", "ingest");
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("handled", worked.messages().size() - failed);
        summary.put("failed", failed);
        summary.put("processing_stats", bySource);
        return summary;
    }

    /** Its source, where it names a configured one: names from outside do not become dimensions. */
    private String sourceOf(Worked worked, QueueMessage message) {
        if (worked.products().get(message.id()) instanceof StoredPage stored) {
            return stored.message().endpoint();
        }
        return settings.sources().values().stream()
                .filter(source -> source.queue().equals(message.queue()))
                .map(Source::name)
                .findFirst()
                .orElse("unknown");
    }
}
