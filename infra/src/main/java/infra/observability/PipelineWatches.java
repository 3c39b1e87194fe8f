package infra.observability;

import infra.environment.Deployment;
import infra.observability.Watch.Asked;
import infra.observability.Watch.Comparison;
import infra.observability.Watch.One;
import infra.observability.Watch.Several;
import infra.product.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is watched of the numbers that pipelines report of themselves; only a Lambda reports them to CloudWatch. */
final class PipelineWatches {
    private final Deployment deployment;

    PipelineWatches(Deployment deployment) {
        this.deployment = deployment;
    }

    List<Watch> of(Pipeline pipeline) {
        return switch (pipeline) {
            case INGEST -> ingest();
            case AGGREGATOR -> aggregator();
            case EXPORT -> export();
            case EVENTLOG -> eventlog();
            case FLIGHTS -> flights();
        };
    }

    private List<Watch> ingest() {
        List<Watch> watches = new ArrayList<>();
        for (String source : deployment.list("ingest.sources")) {
            Map<String, String> of = Map.of("source", source);
            watches.add(any(
                    "ingest-" + source + "-cut-off",
                    "Source " + source + " has more pages than may be asked for: data is missing, raise max-pages.",
                    One.sum(Pipeline.INGEST.namespace(), "pages_cut_off", of)));
            watches.add(any(
                    "ingest-" + source + "-taken-back",
                    "Source " + source + " has fewer pages of a day than before: is that meant?",
                    One.sum(Pipeline.INGEST.namespace(), "pages_removed", of)));
            watches.add(noPages(source, of));
        }
        watches.add(bugs(Pipeline.INGEST, List.of("kind", "source")));
        return watches;
    }

    private Watch noPages(String source, Map<String, String> of) {
        String namespace = Pipeline.INGEST.namespace();
        return new Watch(
                "ingest-" + source + "-no-pages",
                "No page of source " + source + " came within 25 hours, new or unchanged: is it up, was it planned?",
                new Several(
                        "FILL(m0, 0) + FILL(m1, 0)",
                        List.of(One.sum(namespace, "pages_ingested", of), One.sum(namespace, "pages_unchanged", of))),
                Duration.ofHours(1),
                25,
                Comparison.BELOW,
                1,
                true);
    }

    private List<Watch> aggregator() {
        return List.of(
                any(
                        "aggregator-circuit-open",
                        "NiFi does not take bundles, the circuit has opened: they wait, and nothing is lost.",
                        One.sum(Pipeline.AGGREGATOR.namespace(), "CircuitBreakerOpen", dimension(Pipeline.AGGREGATOR))),
                new Watch(
                        "aggregator-pending-deliveries",
                        "More than 100 bundles stand still for an hour: NiFi is down or slow.",
                        new One(
                                Pipeline.AGGREGATOR.namespace(),
                                "pending_deliveries",
                                dimension(Pipeline.AGGREGATOR),
                                "Minimum"),
                        Duration.ofMinutes(15),
                        4,
                        Comparison.ABOVE,
                        100,
                        false),
                bugs(Pipeline.AGGREGATOR, List.of("kind", "pipeline")));
    }

    private List<Watch> export() {
        String namespace = Pipeline.EXPORT.namespace();
        return List.of(
                any(
                        "export-truncated",
                        "An export was cut off at its bound: rows are missing at the other end.",
                        One.sum(namespace, "Truncated", dimension(Pipeline.EXPORT))),
                any(
                        "export-batches-failed",
                        "Batches could not be sent and lie below failed/export/: mend what their reason says, resume.",
                        One.sum(namespace, "BatchesFailed", dimension(Pipeline.EXPORT))),
                bugs(Pipeline.EXPORT, List.of("kind", "pipeline")));
    }

    private List<Watch> eventlog() {
        List<String> group = List.of("datatype", "pipeline", "study");
        return List.of(
                any(
                        "eventlog-checkpoint-failures",
                        "A group's checkpoint could not be saved: its reason is in the log.",
                        Asked.sum(Pipeline.EVENTLOG.namespace(), "CheckpointSaveFailures", group, Optional.empty())),
                any(
                        "eventlog-quarantine",
                        "Event files are no events or could not be read: their reports lie in quarantine.",
                        One.sum(Pipeline.EVENTLOG.namespace(), "EventsFailed", dimension(Pipeline.EVENTLOG))));
    }

    private List<Watch> flights() {
        double threshold = deployment.environment().quality().threshold();
        return List.of(
                Watch.now(
                        "flights-quality",
                        "A snapshot's quality is below " + threshold + ": its report lies beside it in quality/.",
                        new One(FlightsMetrics.QUALITY, FlightsMetrics.SCORE, FlightsMetrics.DIMENSIONS, "Minimum"),
                        Comparison.BELOW,
                        threshold),
                any(
                        "flights-circuit-open",
                        "OpenSky fails too often, the circuit has opened: ticks are skipped until it answers again.",
                        One.sum(Pipeline.FLIGHTS.namespace(), "CircuitBreakerOpen", dimension(Pipeline.FLIGHTS))),
                any(
                        "flights-quarantine",
                        "Snapshots were moved to quarantine: look at their reports, then release or reject them.",
                        One.sum(Pipeline.FLIGHTS.namespace(), "SnapshotsQuarantined", dimension(Pipeline.FLIGHTS))),
                bugs(Pipeline.FLIGHTS, List.of("kind", "pipeline")),
                new Watch(
                        "flights-no-scores",
                        "No snapshot was validated within an hour: is it fetched, is it converted?",
                        new Several(
                                "FILL(m0, 0)",
                                List.of(new One(
                                        FlightsMetrics.QUALITY,
                                        FlightsMetrics.VALIDATED,
                                        FlightsMetrics.DIMENSIONS,
                                        "SampleCount"))),
                        Duration.ofMinutes(15),
                        4,
                        Comparison.BELOW,
                        1,
                        true));
    }

    private static Watch any(String name, String meaning, Watch.Measure measure) {
        return Watch.now(name, meaning, measure, Comparison.AT_LEAST, 1);
    }

    private static Watch bugs(Pipeline pipeline, List<String> dimensions) {
        return any(
                pipeline.title() + "-bugs",
                "A fault of the program itself: its stack is in the log, the message comes again and is parked.",
                Asked.sum(pipeline.namespace(), "failures", dimensions, Optional.of("kind = 'bug'")));
    }

    private static Map<String, String> dimension(Pipeline pipeline) {
        return Map.of("pipeline", pipeline.title());
    }
}
