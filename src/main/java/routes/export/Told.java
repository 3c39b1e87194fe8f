package routes.export;

import java.util.Optional;
import routes.lake.S3Record;

/**
 * One thing that an event tells: a message about objects may tell several, of which some are refused.
 *
 * @param asked what it asks for; empty: it is refused
 * @param refusal why; empty: it is not
 * @param record of an S3 message, as it came, so that it can be parked alone; empty for an event of another kind
 */
record Told(Optional<Asked> asked, Optional<Refusal> refusal, Optional<S3Record> record) {

    static Told of(Asked asked) {
        return new Told(Optional.of(asked), Optional.empty(), Optional.empty());
    }

    static Told of(Asked asked, S3Record record) {
        return new Told(Optional.of(asked), Optional.empty(), Optional.of(record));
    }

    static Told refused(Refusal refusal) {
        return new Told(Optional.empty(), Optional.of(refusal), Optional.empty());
    }

    static Told refused(Refusal refusal, S3Record record) {
        return new Told(Optional.empty(), Optional.of(refusal), Optional.of(record));
    }
}
