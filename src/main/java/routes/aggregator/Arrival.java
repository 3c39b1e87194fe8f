package routes.aggregator;

import java.util.Optional;
import routes.lake.ObjectVersion;
import routes.lake.S3Record;

/**
 * One record of a message, as the pipeline takes it.
 *
 * @param record as it came
 * @param object that it announces; empty when there is nothing to bundle
 * @param refusal why its object may never be bundled; empty for one that is welcome, or of no concern
 */
record Arrival(S3Record record, Optional<ObjectVersion> object, Optional<String> refusal) {

    static Arrival of(S3Record record, ObjectVersion object) {
        return new Arrival(record, Optional.of(object), Optional.empty());
    }

    static Arrival refused(S3Record record, String reason) {
        return new Arrival(record, Optional.empty(), Optional.of(reason));
    }

    /** No object has arrived: it tells of something else. */
    static Arrival ignored(S3Record record) {
        return new Arrival(record, Optional.empty(), Optional.empty());
    }
}
