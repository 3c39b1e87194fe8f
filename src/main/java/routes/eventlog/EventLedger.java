package routes.eventlog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.aws.ObjectNotes;

/**
 * Which content of which file has been taken in, so that nobody reads it again: written behind the durable effect, and never
 * the only one to know. What it loses, checkpoints and quarantine still tell.
 */
final class EventLedger {
    private final ObjectNotes notes;
    private final String sourceBucket;
    private final String checkpointBucket;

    EventLedger(ObjectNotes notes, String sourceBucket, String checkpointBucket) {
        this.notes = notes;
        this.sourceBucket = sourceBucket;
        this.checkpointBucket = checkpointBucket;
    }

    /** Files with what is known of them. */
    List<Candidate> candidates(Collection<SourceFile> files) {
        Map<String, Map<String, String>> found =
                notes.find(files.stream().map(file -> id(file.key())).toList());
        return files.stream()
                .map(file -> new Candidate(
                        file, Optional.ofNullable(found.get(id(file.key()))).map(FileNote::of)))
                .toList();
    }

    /** Notes what became of files, by key. */
    void note(Map<String, FileNote> outcomes) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        outcomes.forEach((key, note) -> rows.put(id(key), note.asMap()));
        notes.write(rows);
    }

    /** Whether every event of this content of a checkpoint has been noted. */
    boolean isNoted(String checkpoint, String eTag) {
        String id = checkpointId(checkpoint);
        return eTag.equals(notes.find(List.of(id)).getOrDefault(id, Map.of()).get("etag"));
    }

    /** Says that every event of this content of a checkpoint has been noted. */
    void allNoted(String checkpoint, String eTag) {
        notes.write(Map.of(checkpointId(checkpoint), Map.of("etag", eTag)));
    }

    /** Notes what some files came to. */
    void note(Taken taken) {
        note(taken.notes());
        for (GroupResult result : taken.results()) {
            if (result instanceof GroupResult.Saved saved
                    && saved.seen()
                            .map(seen -> isNoted(saved.checkpointKey(), seen))
                            .orElse(true)) {
                allNoted(saved.checkpointKey(), saved.eTag());
            }
        }
    }

    private String id(String key) {
        return "eventlog/" + sourceBucket + "/" + key;
    }

    private String checkpointId(String key) {
        return "eventlog-checkpoint/" + checkpointBucket + "/" + key;
    }
}
