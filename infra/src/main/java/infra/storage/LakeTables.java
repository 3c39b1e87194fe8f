package infra.storage;

import infra.environment.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.constructs.Construct;

/** Tables of DynamoDB: paid by request, encrypted, restorable to any second of 35 days, rows with an end. */
final class LakeTables {
    private final Construct scope;
    private final Deployment deployment;
    private final String keyArn;

    LakeTables(Construct scope, Deployment deployment, String keyArn) {
        this.scope = scope;
        this.deployment = deployment;
        this.keyArn = keyArn;
    }

    void make() {
        String ttl = "ttl";
        table("Runs", deployment.get("lake.runs-table"), List.of("run", "at"), List.of(), Optional.of(ttl));
        table(
                "Objects",
                deployment.get("aggregator.idempotency-table"),
                List.of("id"),
                List.of("open", "since"),
                Optional.of(deployment.get("aggregator.ttl-attribute")));
        table("Circuits", deployment.get("aggregator.circuit-table"), List.of("service"), List.of(), Optional.of(ttl));
        table(
                "Executions",
                deployment.get("flights.executions-table"),
                List.of("execution_id", "pipeline_step"),
                List.of(),
                Optional.of(ttl));
    }

    private void table(String id, String name, List<String> keys, List<String> index, Optional<String> ttl) {
        Set<String> attributes = new LinkedHashSet<>(keys);
        attributes.addAll(index);
        CfnTable.Builder builder = CfnTable.Builder.create(scope, id)
                .tableName(name)
                .billingMode("PAY_PER_REQUEST")
                .attributeDefinitions(attributes.stream()
                        .map(attribute -> CfnTable.AttributeDefinitionProperty.builder()
                                .attributeName(attribute)
                                .attributeType("S")
                                .build())
                        .toList())
                .keySchema(schema(keys))
                .sseSpecification(CfnTable.SSESpecificationProperty.builder()
                        .sseEnabled(true)
                        .sseType("KMS")
                        .kmsMasterKeyId(keyArn)
                        .build())
                .pointInTimeRecoverySpecification(CfnTable.PointInTimeRecoverySpecificationProperty.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtectionEnabled(deployment.environment().kept());
        ttl.ifPresent(attribute -> builder.timeToLiveSpecification(CfnTable.TimeToLiveSpecificationProperty.builder()
                .attributeName(attribute)
                .enabled(true)
                .build()));
        if (!index.isEmpty()) {
            builder.globalSecondaryIndexes(List.of(CfnTable.GlobalSecondaryIndexProperty.builder()
                    .indexName("open-bundles")
                    .keySchema(schema(index))
                    .projection(CfnTable.ProjectionProperty.builder()
                            .projectionType("KEYS_ONLY")
                            .build())
                    .build()));
        }
        CfnTable table = builder.build();
        table.getCfnOptions()
                .setDeletionPolicy(
                        deployment.environment().kept() ? CfnDeletionPolicy.RETAIN : CfnDeletionPolicy.DELETE);
        table.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
        CfnOutput.Builder.create(scope, id + "Table").value(table.getRef()).build();
    }

    private static List<CfnTable.KeySchemaProperty> schema(List<String> keys) {
        List<CfnTable.KeySchemaProperty> schema = new ArrayList<>();
        for (String key : keys) {
            schema.add(CfnTable.KeySchemaProperty.builder()
                    .attributeName(key)
                    .keyType(schema.isEmpty() ? "HASH" : "RANGE")
                    .build());
        }
        return schema;
    }
}
