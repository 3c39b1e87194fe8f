package infra.rights;

import infra.environment.Deployment;
import infra.product.Pipeline;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;

/** What the steps of ingest may do. */
final class IngestRights {
    private final Deployment deployment;
    private final Things things;

    IngestRights(Deployment deployment) {
        this.deployment = deployment;
        this.things = new Things(deployment);
    }

    List<Right> of(Step step) {
        return step == Step.INGEST_TRIGGER ? plan() : fetch();
    }

    private List<Right> plan() {
        return List.of(things.sending("SendPages", queues()), things.runs());
    }

    private List<Right> fetch() {
        List<Right> rights = new ArrayList<>(List.of(
                things.receiving(queues()),
                things.sending("SendNextPages", queues()),
                things.parking(queues()),
                things.objects(
                        "StorePages", "ingest.raw-bucket", "raw/", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
                things.listing("ListPages", "ingest.raw-bucket"),
                things.table("NoteDays", "lake.runs-table", "dynamodb:UpdateItem")));
        rights.addAll(things.secrets(deployment.secrets(Pipeline.INGEST)));
        return rights;
    }

    private List<String> queues() {
        return deployment.list("ingest.sources").stream()
                .map(source -> deployment.of("ingest.sources", "ingest.source-default", source, "queue"))
                .toList();
    }
}
