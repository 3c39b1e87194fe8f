package infra.lakeformation;

import infra.catalogue.Zones;
import infra.environment.Analysts;
import infra.environment.Deployment;
import infra.environment.Naming;
import infra.environment.Runtime;
import infra.product.Pipeline;
import infra.product.Step;
import infra.storage.ResultFolders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lakeformation.CfnDataCellsFilter;
import software.amazon.awscdk.services.lakeformation.CfnDataLakeSettings;
import software.constructs.Construct;

/**
 * Who may see what of the lake: Lake Formation decides instead of IAM. The role that deploys this must be one of its
 * administrators before; that is why it is a stack of its own, behind a switch.
 */
public final class LakeFormationStack extends Stack {
    private final Deployment deployment;
    private final Naming naming;
    private final Grants grants;
    private final CfnDataLakeSettings settings;

    public LakeFormationStack(Construct scope, String id, StackProps props, Deployment deployment, String keyArn) {
        super(scope, id, props);
        this.deployment = deployment;
        this.naming = deployment.naming();
        this.grants = new Grants(this);
        Principals principals = new Principals(this, deployment, keyArn);
        Role admin = principals.admin();
        this.settings = settings(admin);
        List<String> buckets = List.of(deployment.get("ingest.raw-bucket"), deployment.get("export.bucket"));
        Role reader = principals.reader(buckets);
        buckets.forEach(bucket -> register(bucket, reader));
        Role core = principals.analyst(ResultFolders.ROLES.get(0), "CoreAnalystRole");
        Role pii = principals.analyst(ResultFolders.ROLES.get(1), "PiiAnalystRole");
        looking("Core", core);
        looking("Pii", pii);
        Zones.tables(deployment).forEach(table -> table(table, core, pii));
        machines();
        List.of(admin, core, pii)
                .forEach(role -> CfnOutput.Builder.create(this, role.getNode().getId() + "Arn")
                        .value(role.getRoleArn())
                        .build());
        getNode().findAll().stream()
                .filter(child -> child instanceof CfnResource && child != settings && !isRole(child))
                .forEach(child -> ((CfnResource) child).addResourceDependency(settings));
    }

    private static boolean isRole(software.constructs.IConstruct child) {
        return ((CfnResource) child).getCfnResourceType().startsWith("AWS::IAM");
    }

    /** New databases and tables are open to nobody, where Glue would open them to everybody with rights of IAM. */
    private CfnDataLakeSettings settings(Role admin) {
        String deployer = naming.roleArn("cdk-hnb659fds-cfn-exec-role-" + Aws.ACCOUNT_ID + "-"
                + deployment.environment().region());
        List<CfnDataLakeSettings.DataLakePrincipalProperty> admins = new ArrayList<>();
        for (String arn : List.of(admin.getRoleArn(), deployer)) {
            admins.add(CfnDataLakeSettings.DataLakePrincipalProperty.builder()
                    .dataLakePrincipalIdentifier(arn)
                    .build());
        }
        return CfnDataLakeSettings.Builder.create(this, "Settings")
                .admins(admins)
                .parameters(Map.of("CROSS_ACCOUNT_VERSION", "4"))
                .build();
    }

    private void register(String bucket, Role reader) {
        boolean raw = bucket.equals(deployment.get("ingest.raw-bucket"));
        software.amazon.awscdk.services.lakeformation.CfnResource.Builder.create(
                        this, raw ? "RawLocation" : "ProcessedLocation")
                .resourceArn(Naming.bucketArn(bucket))
                .roleArn(reader.getRoleArn())
                .useServiceLinkedRole(false)
                .build();
    }

    /** Every analyst may know that there are these databases. */
    private void looking(String who, Role role) {
        grants.database(who + "SeesProcessed", role.getRoleArn(), Zones.processed(deployment), "DESCRIBE");
        grants.database(who + "SeesSilver", role.getRoleArn(), Zones.silver(deployment), "DESCRIBE");
    }

    /** PII analysts see a table whole, core analysts what tells nothing about people. */
    private void table(Zones.Table table, Role core, Role pii) {
        Analysts analysts = deployment.environment().analysts();
        String id = id(table.name());
        grants.table("Pii" + id, pii.getRoleArn(), table.database(), table.name(), "SELECT", "DESCRIBE");
        List<String> hidden =
                analysts.piiColumns().stream().filter(table.columns()::contains).toList();
        boolean allRows = !table.silver() || analysts.rowFilter().equals("true");
        if (hidden.isEmpty() && allRows) {
            grants.table("Core" + id, core.getRoleArn(), table.database(), table.name(), "SELECT", "DESCRIBE");
            return;
        }
        CfnDataCellsFilter.RowFilterProperty.Builder rows = CfnDataCellsFilter.RowFilterProperty.builder();
        String filter = table.name() + "_core";
        CfnDataCellsFilter cells = CfnDataCellsFilter.Builder.create(this, "Cells" + id)
                .tableCatalogId(Aws.ACCOUNT_ID)
                .databaseName(table.database())
                .tableName(table.name())
                .name(filter)
                .rowFilter(
                        allRows
                                ? rows.allRowsWildcard(Map.of()).build()
                                : rows.filterExpression(analysts.rowFilter()).build())
                .columnWildcard(CfnDataCellsFilter.ColumnWildcardProperty.builder()
                        .excludedColumnNames(hidden)
                        .build())
                .build();
        grants.cells("Core" + id, core.getRoleArn(), table.database(), table.name(), filter)
                .addResourceDependency(cells);
    }

    private static String id(String name) {
        return name.replace("_", "").replace("-", "");
    }

    /** The programs that ask the catalogue: exports and the crawler. */
    private void machines() {
        String silver = Zones.silver(deployment);
        List<String> roles = deployment.environment().runtime() == Runtime.LAMBDA
                ? Pipeline.EXPORT.steps().stream().map(Step::title).toList()
                : List.of("pod-" + Pipeline.EXPORT.title());
        for (String role : roles) {
            String arn = naming.roleArn(naming.role(role));
            String id = id(role);
            grants.database(id + "SeesSilver", arn, silver, "DESCRIBE");
            deployment
                    .list("export.tables")
                    .forEach(table -> grants.table(id + id(table), arn, silver, table, "SELECT", "DESCRIBE"));
        }
        String crawler = naming.roleArn(naming.role("crawler"));
        grants.database("CrawlerKeepsTables", crawler, Zones.raw(deployment), "CREATE_TABLE", "ALTER", "DESCRIBE");
        grants.location("CrawlerFindsPages", crawler, Naming.bucketArn(deployment.get("ingest.raw-bucket")));
    }
}
