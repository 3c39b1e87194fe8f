package infra.catalogue;

import infra.environment.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;

/** What Athena knows: a database for each zone, its tables, and where queries may be asked. */
public final class CatalogueStack extends Stack {
    private final Deployment deployment;

    public CatalogueStack(Construct scope, String id, StackProps props, Deployment deployment, String keyArn) {
        super(scope, id, props);
        this.deployment = deployment;
        LakeTables tables = new LakeTables(deployment);
        String raw = Zones.raw(deployment);
        CfnDatabase rawDatabase = database("RawDatabase", raw, "What came in, as it came", tables.raw());
        database("ProcessedDatabase", Zones.processed(deployment), "What pipelines made of it", tables.processed());
        database("SilverDatabase", Zones.silver(deployment), "Tables that may be exported", tables.silver());
        new Crawler(this, deployment, keyArn).make(raw).addResourceDependency(rawDatabase);
        new Workgroups(this, deployment, keyArn).make();
    }

    private CfnDatabase database(String id, String name, String description, List<LakeTable> tables) {
        CfnDatabase database = CfnDatabase.Builder.create(this, id)
                .catalogId(Aws.ACCOUNT_ID)
                .databaseInput(CfnDatabase.DatabaseInputProperty.builder()
                        .name(name)
                        .description(description)
                        .build())
                .build();
        if (deployment.environment().analysts().governed()) {
            // An empty list: a new table is open to nobody. Without it Glue opens it to everybody with rights of IAM.
            database.addPropertyOverride("DatabaseInput.CreateTableDefaultPermissions", List.of());
        }
        tables.forEach(table -> table(name, table).addResourceDependency(database));
        CfnOutput.Builder.create(this, id + "Name").value(name).build();
        return database;
    }

    private CfnTable table(String database, LakeTable table) {
        String bucket = "s3://" + table.bucket() + "/";
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("classification", table.format() == LakeTable.Format.PARQUET ? "parquet" : "json");
        if (!table.partitions().isEmpty()) {
            parameters.put("projection.enabled", "true");
            table.projection().forEach((key, value) -> parameters.put("projection." + key, value));
            parameters.put("storage.location.template", bucket + table.path());
        }
        return CfnTable.Builder.create(this, id(table.name()))
                .catalogId(Aws.ACCOUNT_ID)
                .databaseName(database)
                .tableInput(CfnTable.TableInputProperty.builder()
                        .name(table.name())
                        .description(table.meaning())
                        .tableType("EXTERNAL_TABLE")
                        .parameters(parameters)
                        .partitionKeys(columns(table.partitions()))
                        .storageDescriptor(CfnTable.StorageDescriptorProperty.builder()
                                .location(bucket + table.prefix())
                                .columns(columns(table.columns()))
                                .inputFormat(table.format().input)
                                .outputFormat(table.format().output)
                                .serdeInfo(CfnTable.SerdeInfoProperty.builder()
                                        .serializationLibrary(table.format().serde)
                                        .parameters(table.format().parameters)
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static List<CfnTable.ColumnProperty> columns(Map<String, String> columns) {
        List<CfnTable.ColumnProperty> all = new ArrayList<>();
        columns.forEach((name, type) ->
                all.add(CfnTable.ColumnProperty.builder().name(name).type(type).build()));
        return all;
    }

    private static String id(String name) {
        StringBuilder id = new StringBuilder("Table");
        for (String part : name.split("_")) {
            id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return id.toString();
    }
}
