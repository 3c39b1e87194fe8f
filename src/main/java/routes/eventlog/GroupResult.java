package routes.eventlog;

import java.util.Map;
import java.util.Optional;

/** What became of a group's new events. */
sealed interface GroupResult {
    Group group();

    /**
     * They are in the checkpoint.
     *
     * @param events in it
     * @param newEvents of them that came now
     * @param bytes of the file
     * @param checkpointKey where it is
     * @param seen ETag of the content whose place it took; empty: there was none
     * @param eTag of the content that it has now
     */
    record Saved(
            Group group,
            long events,
            int newEvents,
            long bytes,
            String checkpointKey,
            Optional<String> seen,
            String eTag)
            implements GroupResult {
        /** As it is printed. */
        Map<String, Object> asMap() {
            return Results.map(
                    "study", group.study(),
                    "datatype", group.datatype(),
                    "events", events,
                    "new_events", newEvents,
                    "checkpoint_key", checkpointKey);
        }
    }

    /** Nothing was to be done: the checkpoint is as it was. */
    record Unchanged(Group group) implements GroupResult {}

    /**
     * They are not; the checkpoint is as it was.
     *
     * @param events that should have come in
     * @param error one line
     */
    record Failed(Group group, int events, String error) implements GroupResult {
        /** As it is printed. */
        Map<String, Object> asMap() {
            return Results.map("study", group.study(), "datatype", group.datatype(), "error", error);
        }
    }
}
