package infra.rights;

import infra.environment.Deployment;
import infra.product.Pipeline;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;

/** What the steps of the aggregator may do. */
final class AggregatorRights {
    private static final String ARCHIVE = "aggregator.archive-bucket";
    private static final String LANDING = "aggregator.landing-bucket";
    private static final String OBJECTS = "aggregator.idempotency-table";
    private static final String CIRCUITS = "aggregator.circuit-table";

    private final Deployment deployment;
    private final Things things;

    AggregatorRights(Deployment deployment) {
        this.deployment = deployment;
        this.things = new Things(deployment);
    }

    List<Right> of(Step step) {
        return switch (step) {
            case AGGREGATOR_BUNDLE -> bundle();
            case AGGREGATOR_DELIVER -> deliver();
            default -> sweep();
        };
    }

    private List<Right> bundle() {
        List<Right> rights = new ArrayList<>(making());
        rights.add(things.receiving(List.of(events())));
        rights.add(things.parking(List.of(events())));
        return rights;
    }

    private List<Right> sweep() {
        List<Right> rights = new ArrayList<>(making());
        rights.add(things.parking(List.of(events())));
        rights.add(Right.to("FindOpenBundles", "dynamodb:Query")
                .on(deployment.naming().tableArn(deployment.get(OBJECTS)) + "/index/open-bundles"));
        rights.add(things.table("LookAtCircuit", CIRCUITS, "dynamodb:GetItem"));
        return rights;
    }

    private List<Right> making() {
        return List.of(
                things.objects(
                        "ReadLanding",
                        LANDING,
                        deployment.get("aggregator.prefix"),
                        "s3:GetObject",
                        "s3:GetObjectVersion"),
                things.objects(
                        "StoreBundles", ARCHIVE, "bundles/", "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"),
                things.listing("ListObjects", LANDING, ARCHIVE),
                things.table(
                        "PlanBundles",
                        OBJECTS,
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "dynamodb:DeleteItem"),
                things.sending("SendDeliveries", List.of(deliveries())));
    }

    private List<Right> deliver() {
        List<Right> rights = new ArrayList<>(List.of(
                things.receiving(List.of(deliveries())),
                things.parking(List.of(deliveries())),
                things.objects("ReadBundles", ARCHIVE, "bundles/", "s3:GetObject"),
                things.listing("ListBundles", ARCHIVE),
                things.table("ClaimBundles", OBJECTS, "dynamodb:GetItem", "dynamodb:UpdateItem"),
                things.table("ShareCircuit", CIRCUITS, "dynamodb:GetItem", "dynamodb:PutItem")));
        rights.addAll(things.secrets(deployment.secrets(Pipeline.AGGREGATOR)));
        return rights;
    }

    private String events() {
        return things.queue("aggregator.events-queue");
    }

    private String deliveries() {
        return things.queue("aggregator.deliveries-queue");
    }
}
