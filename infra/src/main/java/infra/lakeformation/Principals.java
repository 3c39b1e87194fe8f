package infra.lakeformation;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.rights.Right;
import infra.rights.Rights;
import infra.storage.ResultFolders;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** Who works with the lake by hand: people of this account who may assume one of these roles. */
final class Principals {
    private static final String NO_RESOURCES = "Lake Formation knows no resources for these actions";

    private final Construct scope;
    private final Deployment deployment;
    private final Naming naming;
    private final String keyArn;

    Principals(Construct scope, Deployment deployment, String keyArn) {
        this.scope = scope;
        this.deployment = deployment;
        this.naming = deployment.naming();
        this.keyArn = keyArn;
    }

    /** Says who may see what, and sees nothing by that. */
    Role admin() {
        return Rights.role(
                scope,
                "AdminRole",
                naming.role("lake-admin"),
                new AccountRootPrincipal(),
                List.of(
                        Right.to(
                                        "Govern",
                                        "lakeformation:GrantPermissions",
                                        "lakeformation:RevokePermissions",
                                        "lakeformation:BatchGrantPermissions",
                                        "lakeformation:BatchRevokePermissions",
                                        "lakeformation:ListPermissions",
                                        "lakeformation:GetDataLakeSettings",
                                        "lakeformation:ListResources",
                                        "lakeformation:CreateDataCellsFilter",
                                        "lakeformation:UpdateDataCellsFilter",
                                        "lakeformation:DeleteDataCellsFilter",
                                        "lakeformation:GetDataCellsFilter",
                                        "lakeformation:ListDataCellsFilter")
                                .onAll(NO_RESOURCES, "*"),
                        catalogue("LookAtCatalogue")));
    }

    /** Asks in the workgroup of its own; what it gets to see, Lake Formation decides. */
    Role analyst(String role, String id) {
        String results = Naming.bucketArn(deployment.get("export.athena-output"));
        List<Right> rights = new ArrayList<>();
        rights.add(Right.to("GetData", "lakeformation:GetDataAccess").onAll(NO_RESOURCES, "*"));
        rights.add(catalogue("LookAtCatalogue"));
        rights.add(Right.to(
                        "Ask",
                        "athena:StartQueryExecution",
                        "athena:GetQueryExecution",
                        "athena:GetQueryResults",
                        "athena:StopQueryExecution",
                        "athena:GetWorkGroup")
                .on(naming.workgroupArn(naming.workgroup(role))));
        rights.add(Right.to(
                        "KeepResults",
                        "s3:GetObject",
                        "s3:PutObject",
                        "s3:AbortMultipartUpload",
                        "s3:ListMultipartUploadParts")
                .onAll(
                        "Athena names each result; the folder is the role's own",
                        results + "/" + ResultFolders.folder(role) + "*"));
        rights.add(Right.to("FindResults", "s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads")
                .on(results));
        rights.add(Right.to("UseKey", "kms:Decrypt", "kms:GenerateDataKey").on(keyArn));
        return Rights.role(scope, id, naming.role(role), new AccountRootPrincipal(), rights);
    }

    /** With which Lake Formation reads the lake for those whom it lets. */
    Role reader(List<String> buckets) {
        List<String> objects =
                buckets.stream().map(bucket -> Naming.bucketArn(bucket) + "/*").toList();
        return Rights.role(
                scope,
                "ReaderRole",
                naming.role("lake-reader"),
                new ServicePrincipal("lakeformation.amazonaws.com"),
                List.of(
                        Right.to("ReadObjects", "s3:GetObject")
                                .onAll("the whole bucket is governed", objects.toArray(String[]::new)),
                        Right.to("ListObjects", "s3:ListBucket")
                                .on(buckets.stream().map(Naming::bucketArn).toList()),
                        Right.to("UseKey", "kms:Decrypt").on(keyArn)));
    }

    private Right catalogue(String sid) {
        return Right.to(
                        sid,
                        "glue:GetDatabase",
                        "glue:GetDatabases",
                        "glue:GetTable",
                        "glue:GetTables",
                        "glue:GetPartitions")
                .onAll(
                        "Glue shows what Lake Formation lets it show",
                        naming.glueArn("catalog"),
                        naming.glueArn("database/*"),
                        naming.glueArn("table/*"));
    }
}
