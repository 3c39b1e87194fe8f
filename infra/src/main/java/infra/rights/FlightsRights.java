package infra.rights;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.product.Pipeline;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;

/** What the steps of flights may do. */
final class FlightsRights {
    private static final String RAW = "flights.raw-bucket";
    private static final String PROCESSED = "flights.processed-bucket";

    private final Deployment deployment;
    private final Things things;

    FlightsRights(Deployment deployment) {
        this.deployment = deployment;
        this.things = new Things(deployment);
    }

    List<Right> of(Step step) {
        List<Right> rights = new ArrayList<>(
                switch (step) {
                    case FLIGHTS_FETCH -> fetch();
                    case FLIGHTS_CONVERT -> convert();
                    default -> validate();
                });
        rights.add(things.runs());
        rights.add(things.table(
                "TrackExecutions",
                "flights.executions-table",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
                "dynamodb:Query"));
        return rights;
    }

    private List<Right> fetch() {
        List<Right> rights = new ArrayList<>(List.of(
                things.objects("StoreSnapshots", RAW, "year=", "s3:GetObject", "s3:PutObject"),
                Right.to("MoveLatest", "s3:GetObject", "s3:PutObject").on(bucket(RAW) + "/latest.json"),
                things.listing("ListSnapshots", RAW),
                things.table("ShareCircuit", "flights.circuit-table", "dynamodb:GetItem", "dynamodb:PutItem"),
                alerting()));
        rights.addAll(things.secrets(deployment.secrets(Pipeline.FLIGHTS)));
        return rights;
    }

    private List<Right> convert() {
        List<String> queue = List.of(things.queue("flights.raw-events-queue"));
        return List.of(
                things.receiving(queue),
                things.parking(queue),
                things.objects("ReadSnapshots", RAW, "year=", "s3:GetObject", "s3:GetObjectVersion"),
                things.objects(
                        "StoreRows", PROCESSED, "year=", "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"),
                things.objects("StoreRejected", PROCESSED, "rejected/", "s3:GetObject", "s3:PutObject"),
                things.listing("ListObjects", RAW, PROCESSED));
    }

    private List<Right> validate() {
        List<String> queue = List.of(things.queue("flights.processed-events-queue"));
        return List.of(
                things.receiving(queue),
                things.parking(queue),
                things.objects(
                        "MoveRows", PROCESSED, "year=", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject"),
                things.objects("StoreReports", PROCESSED, "quality/", "s3:GetObject", "s3:PutObject"),
                things.objects(
                        "Quarantine",
                        PROCESSED,
                        "quarantine/year=",
                        "s3:GetObject",
                        "s3:PutObject",
                        "s3:AbortMultipartUpload"),
                things.listing("ListRows", PROCESSED),
                alerting());
    }

    private Right alerting() {
        return Right.to("Alert", "sns:Publish").on(deployment.get("flights.alerts-topic"));
    }

    private String bucket(String key) {
        return Naming.bucketArn(deployment.get(key));
    }
}
