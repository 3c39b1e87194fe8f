package infra.rights;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.product.Pipeline;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;

/** What the steps of export may do: each of them may run an export, or a part of one. */
final class ExportRights {
    private static final String RESULTS = "export.athena-output";

    private final Deployment deployment;
    private final Things things;

    ExportRights(Deployment deployment) {
        this.deployment = deployment;
        this.things = new Things(deployment);
    }

    List<Right> of(Step step) {
        List<String> queue = List.of(things.queue("export.events-queue"));
        List<Right> rights = new ArrayList<>(asking());
        rights.addAll(sending());
        if (deployment.environment().analysts().governed()) {
            rights.add(Right.to("GetData", "lakeformation:GetDataAccess")
                    .onAll("Lake Formation knows no resources for this action", "*"));
        }
        rights.add(things.sending("GoOnLater", queue));
        if (step == Step.EXPORT_REQUEST) {
            rights.add(things.receiving(queue));
            rights.add(things.parking(queue));
        }
        return rights;
    }

    private List<Right> asking() {
        Naming naming = deployment.naming();
        String database = deployment.get("export.athena-database");
        String lake = Naming.bucketArn(deployment.get("export.bucket"));
        return List.of(
                Right.to(
                                "AskAthena",
                                "athena:StartQueryExecution",
                                "athena:GetQueryExecution",
                                "athena:GetQueryResults",
                                "athena:StopQueryExecution",
                                "athena:GetWorkGroup")
                        .on(naming.workgroupArn(deployment.get("export.athena-workgroup"))),
                Right.to("ReadCatalogue", "glue:GetDatabase", "glue:GetTable", "glue:GetPartitions")
                        .on(tables(naming, database)),
                Right.to("ReadLake", "s3:GetObject")
                        .onAll(
                                "objects have names that nobody knows before; the prefix bounds them",
                                lake + "/silver/*"),
                Right.to("FindLake", "s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads")
                        .on(lake, Naming.bucketArn(deployment.get(RESULTS))));
    }

    /** Those that may be exported, and no others of the database. */
    private List<String> tables(Naming naming, String database) {
        List<String> resources =
                new ArrayList<>(List.of(naming.glueArn("catalog"), naming.glueArn("database/" + database)));
        deployment
                .list("export.tables")
                .forEach(table -> resources.add(naming.glueArn("table/" + database + "/" + table)));
        return resources;
    }

    private List<Right> sending() {
        List<Right> rights = new ArrayList<>(List.of(
                things.objects(
                        "StoreResults",
                        RESULTS,
                        "athena/",
                        "s3:GetObject",
                        "s3:PutObject",
                        "s3:AbortMultipartUpload",
                        "s3:ListMultipartUploadParts"),
                things.objects(
                        "ParkBatches", "export.results-bucket", "failed/export/", "s3:PutObject", "s3:DeleteObject"),
                things.runs()));
        rights.addAll(things.secrets(deployment.secrets(Pipeline.EXPORT)));
        return rights;
    }
}
