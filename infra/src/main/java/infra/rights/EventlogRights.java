package infra.rights;

import infra.environment.Deployment;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;

/** What the steps of eventlog may do. */
final class EventlogRights {
    private static final String SOURCE = "eventlog.source-bucket";
    private static final String CHECKPOINTS = "eventlog.checkpoint-bucket";

    private final Deployment deployment;
    private final Things things;

    EventlogRights(Deployment deployment) {
        this.deployment = deployment;
        this.things = new Things(deployment);
    }

    List<Right> of(Step step) {
        List<Right> rights = new ArrayList<>(List.of(
                things.objects("ReadEvents", SOURCE, deployment.get("eventlog.prefix"), "s3:GetObject"),
                things.objects(
                        "ReplaceCheckpoints",
                        CHECKPOINTS,
                        "checkpoints/",
                        "s3:GetObject",
                        "s3:PutObject",
                        "s3:AbortMultipartUpload"),
                things.objects(
                        "Quarantine",
                        CHECKPOINTS,
                        deployment.get("eventlog.quarantine-prefix"),
                        "s3:GetObject",
                        "s3:PutObject",
                        "s3:AbortMultipartUpload"),
                things.listing("ListFiles", SOURCE, CHECKPOINTS),
                things.table("NoteFiles", "eventlog.table", "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"),
                things.runs()));
        if (step == Step.EVENTLOG_COLLECT) {
            List<String> queue = List.of(things.queue("eventlog.events-queue"));
            rights.add(things.receiving(queue));
            rights.add(things.parking(queue));
        }
        return rights;
    }
}
