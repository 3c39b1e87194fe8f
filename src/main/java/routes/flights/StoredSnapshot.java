package routes.flights;

import java.util.Map;
import routes.aws.ObjectStore.Stored;
import routes.lake.ObjectVersion;
import routes.policy.RunId;

/**
 * An object of a snapshot, raw or processed, as it was found.
 *
 * @param snapshot that it is
 * @param object with its metadata
 */
record StoredSnapshot(SnapshotKey snapshot, Stored object) {
    /** Metadata: the run that a snapshot came with. */
    static final String RUN_ID = "run-id";

    ObjectVersion content() {
        return object.content();
    }

    String key() {
        return object.content().key();
    }

    String address() {
        return "s3://" + object.content().bucket() + "/" + key();
    }

    /** Without quotes. */
    String eTag() {
        return object.content().eTag().orElseThrow();
    }

    Map<String, String> metadata() {
        return object.metadata();
    }

    /** The run that it came with; its snapshot's time names it where nobody else has. */
    String executionId() {
        String run = metadata().getOrDefault(RUN_ID, "");
        return RunId.isSafe(run) ? run : snapshot.runId();
    }
}
