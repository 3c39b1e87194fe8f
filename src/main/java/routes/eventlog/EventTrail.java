package routes.eventlog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.aws.ObjectListing;
import routes.lake.S3Events;
import routes.lake.Trail;
import routes.lake.UnreadableEvent;
import routes.policy.Lake;

/** Follows an event file to what became of it. */
public final class EventTrail {
    private final EventlogSettings settings;
    private final EventLedger ledger;
    private final ObjectListing objects;

    /** Over the lake's tables and what {@code objects} lists. */
    public EventTrail(Lake lake, EventlogSettings settings, ObjectListing objects) {
        this.settings = settings;
        this.ledger = new EventLedger(
                lake.tables().notes(settings.table(), lake.workers()),
                settings.sourceBucket(),
                settings.checkpointBucket());
        this.objects = objects;
    }

    /** Follows a file by its address {@code s3://bucket/key}; empty when the name means nothing to this pipeline. */
    public Optional<Trail> follow(String name) {
        String source = "s3://" + settings.sourceBucket() + "/" + settings.prefix();
        return name.startsWith(source) ? Optional.of(file(name.substring(source.length()))) : Optional.empty();
    }

    private Trail file(String name) {
        String key = settings.prefix() + name;
        Optional<FileNote> note =
                ledger.candidates(List.of(new SourceFile(key, ""))).get(0).note();
        List<Map<String, Object>> versions = objects.versions(settings.sourceBucket(), key).stream()
                .map(ObjectListing.Version::asMap)
                .toList();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", "s3://" + settings.sourceBucket() + "/" + key);
        facts.put("versions", versions);
        facts.put("taken_in", note.map(FileNote::asMap).orElse(Map.of()));
        note.flatMap(FileNote::group)
                .map(settings.checkpointKey()::of)
                .ifPresent(checkpoint ->
                        facts.put("checkpoint", "s3://" + settings.checkpointBucket() + "/" + checkpoint));
        return new Trail(!versions.isEmpty() || note.isPresent(), facts, (body, attributes) -> tellsOf(key, body));
    }

    private boolean tellsOf(String key, String body) {
        try {
            return S3Events.records(body).stream()
                    .flatMap(record -> record.event().stream())
                    .anyMatch(event -> event.bucket().equals(settings.sourceBucket())
                            && event.key().equals(key));
        } catch (UnreadableEvent e) {
            // What is no event tells of nothing.
            return false;
        }
    }
}
