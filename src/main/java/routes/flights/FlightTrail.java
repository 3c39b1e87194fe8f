package routes.flights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import routes.aws.ExecutionTracking;
import routes.aws.ObjectStore;
import routes.aws.ObjectStore.Stored;
import routes.lake.S3Events;
import routes.lake.Trail;
import routes.lake.UnreadableEvent;
import routes.policy.Lake;

/** Follows a snapshot, by its raw object or its processed file, to its score and to where it lies now. */
public final class FlightTrail {
    private final ObjectStore objects;
    private final ExecutionTracking tracking;
    private final FlightsSettings settings;

    /** Over the lake's buckets and the table of executions. */
    public FlightTrail(Lake lake, FlightsSettings settings) {
        this.objects = lake.objects();
        this.tracking = lake.tables().executions(settings.executionsTable(), settings.executionsKept());
        this.settings = settings;
    }

    /** Follows {@code s3://bucket/key}, or a run by its id; empty when the name means nothing to this pipeline. */
    public Optional<Trail> follow(String name) {
        Optional<SnapshotKey> snapshot = Stream.of(
                        key(name, settings.rawBucket()).flatMap(SnapshotKey::ofRaw),
                        key(name, settings.processedBucket()).flatMap(SnapshotKey::ofProcessed))
                .flatMap(Optional::stream)
                .findFirst();
        return snapshot.map(this::snapshot).or(() -> run(name));
    }

    private Trail snapshot(SnapshotKey snapshot) {
        Optional<Stored> raw = objects.find(settings.rawBucket(), snapshot.raw());
        Optional<Stored> processed = objects.find(settings.processedBucket(), snapshot.processed());
        Optional<Stored> quarantined = objects.find(settings.processedBucket(), snapshot.quarantine());
        String run = Stream.of(raw, processed, quarantined)
                .flatMap(Optional::stream)
                .findFirst()
                .map(object -> new StoredSnapshot(snapshot, object).executionId())
                .orElseGet(snapshot::runId);
        List<Map<String, String>> steps = tracking.steps(run);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("snapshot", snapshot.time().toString());
        facts.put("raw", address(settings.rawBucket(), snapshot.raw(), raw));
        facts.put("processed", address(settings.processedBucket(), snapshot.processed(), processed));
        facts.put("quarantined", address(settings.processedBucket(), snapshot.quarantine(), quarantined));
        facts.put("run_id", run);
        facts.put("steps", steps);
        boolean found = raw.isPresent() || processed.isPresent() || quarantined.isPresent() || !steps.isEmpty();
        return new Trail(found, facts, (body, attributes) -> tellsOf(snapshot, body));
    }

    private Optional<Trail> run(String name) {
        List<Map<String, String>> steps = name.startsWith("flights-") ? tracking.steps(name) : List.of();
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trail(
                        true,
                        Map.of("run_id", name, "steps", steps),
                        (body, attributes) -> name.equals(attributes.get("run_id"))));
    }

    private static Optional<String> key(String name, String bucket) {
        String folder = "s3://" + bucket + "/";
        return name.startsWith(folder) ? Optional.of(name.substring(folder.length())) : Optional.empty();
    }

    private static String address(String bucket, String key, Optional<Stored> object) {
        return object.isPresent() ? "s3://" + bucket + "/" + key : "not there";
    }

    private static boolean tellsOf(SnapshotKey snapshot, String body) {
        try {
            return S3Events.records(body).stream()
                    .flatMap(record -> record.event().stream())
                    .anyMatch(event ->
                            event.key().equals(snapshot.raw()) || event.key().equals(snapshot.processed()));
        } catch (UnreadableEvent e) {
            // What is no event tells of nothing.
            return false;
        }
    }
}
