package routes.flights;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import routes.lake.S3Event;
import routes.policy.EventMessage;
import routes.policy.EventMessage.Judgement;
import routes.policy.QueueMessage;

/** The border: which snapshots the messages of a batch tell of. */
final class Intake {
    private final String rawBucket;
    private final String processedBucket;

    Intake(String rawBucket, String processedBucket) {
        this.rawBucket = rawBucket;
        this.processedBucket = processedBucket;
    }

    /** Messages about raw objects. */
    List<EventMessage> raw(List<QueueMessage> messages) {
        return read(messages, rawBucket, SnapshotKey::ofRaw);
    }

    /** Messages about processed files. */
    List<EventMessage> processed(List<QueueMessage> messages) {
        return read(messages, processedBucket, SnapshotKey::ofProcessed);
    }

    private static List<EventMessage> read(
            List<QueueMessage> messages, String bucket, Function<String, Optional<SnapshotKey>> snapshot) {
        return messages.stream()
                .map(message -> EventMessage.read(message, event -> judgement(event, bucket, snapshot)))
                .toList();
    }

    private static Judgement judgement(S3Event event, String bucket, Function<String, Optional<SnapshotKey>> snapshot) {
        if (!event.bucket().equals(bucket)) {
            return new Judgement.Refused("bucket is not that of the step, expected " + bucket);
        }
        if (event.kind() != S3Event.Kind.CREATED) {
            return new Judgement.OfNoConcern();
        }
        return snapshot.apply(event.key()).isPresent()
                ? new Judgement.Welcome()
                : new Judgement.Refused(
                        "key is none of a snapshot, expected year=…/month=…/day=…/hour=…/flight_data_YYYYMMDD_HHMMSS");
    }
}
