package routes.eventlog;

import java.util.Map;
import java.util.Optional;

/**
 * What became of one content of a file.
 *
 * @param eTag of the content
 * @param outcome what became of it
 * @param group whose checkpoint holds its event, or that of an earlier content
 */
record FileNote(String eTag, Outcome outcome, Optional<Group> group) {

    /** What can become of a file. */
    enum Outcome {
        /** Its event is in its group's checkpoint. */
        STORED,
        /** Its event belongs to a project for trying things out. */
        SANDBOX,
        /** It is not valid and lies in quarantine. */
        QUARANTINED
    }

    static FileNote stored(String eTag, Group group) {
        return new FileNote(eTag, Outcome.STORED, Optional.of(group));
    }

    /** What it says of the file, without saying which content it is about. */
    FileNote ofAnyContent() {
        return new FileNote("", outcome, group);
    }

    Map<String, String> asMap() {
        return group.map(of ->
                        Map.of("etag", eTag, "outcome", outcome.name(), "study", of.study(), "datatype", of.datatype()))
                .orElseGet(() -> Map.of("etag", eTag, "outcome", outcome.name()));
    }

    static FileNote of(Map<String, String> note) {
        Optional<Group> group = note.containsKey("study")
                ? Optional.of(new Group(note.get("study"), note.get("datatype")))
                : Optional.empty();
        return new FileNote(note.get("etag"), Outcome.valueOf(note.get("outcome")), group);
    }
}
