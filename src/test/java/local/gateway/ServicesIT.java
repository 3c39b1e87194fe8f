package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sts.StsClient;

// The SDK's builders take varargs of consumers.
@SuppressWarnings("unchecked")
@ExtendWith(SharedCloud.class)
class ServicesIT {
    private final URI endpoint;
    private final SqsClient sqs;
    private final String name = "it-" + UUID.randomUUID();

    ServicesIT(LocalCloud cloud) {
        endpoint = cloud.endpoint();
        sqs = Clients.at(endpoint, SqsClient.builder());
    }

    private String queue() {
        return sqs.createQueue(request -> request.queueName(name)).queueUrl();
    }

    private String arn() {
        return "arn:aws:sqs:us-east-1:000000000000:" + name;
    }

    private Message received(String queue) {
        List<Message> messages = sqs.receiveMessage(
                        request -> request.queueUrl(queue).messageAttributeNames("All"))
                .messages();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    @Test
    void queuesHaveAddressesThatLeadThroughTheGateway() {
        String queue = queue();
        assertThat(queue).isEqualTo(endpoint + "/000000000000/" + name);
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("hello"));
        assertThat(received(queue).body()).isEqualTo("hello");
    }

    @Test
    void aMessageThatIsReceivedTooOftenMovesToTheDeadLetterQueue() {
        String dead =
                sqs.createQueue(request -> request.queueName(name + "-dlq")).queueUrl();
        String queue = sqs.createQueue(request -> request.queueName(name)
                        .attributes(Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + arn() + "-dlq\",\"maxReceiveCount\":\"1\"}",
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "0")))
                .queueUrl();
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("poison"));
        received(queue);

        assertThat(sqs.receiveMessage(request -> request.queueUrl(queue)).messages())
                .isEmpty();
        assertThat(received(dead).body()).isEqualTo("poison");
    }

    @Test
    void aConditionalWriteToATableHoldsForEveryClient() {
        DynamoDbClient tables = Clients.at(endpoint, DynamoDbClient.builder());
        tables.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key -> key.attributeName("pk").keyType(KeyType.HASH))
                .attributeDefinitions(pk -> pk.attributeName("pk").attributeType(ScalarAttributeType.S)));
        Map<String, AttributeValue> item = Map.of("pk", AttributeValue.fromS("lease"));
        tables.putItem(request -> request.tableName(name).item(item).conditionExpression("attribute_not_exists(pk)"));

        assertThatThrownBy(() -> tables.putItem(
                        request -> request.tableName(name).item(item).conditionExpression("attribute_not_exists(pk)")))
                .isInstanceOf(ConditionalCheckFailedException.class);
    }

    @Test
    void aRotatedSecretKeepsItsPreviousVersion() {
        SecretsManagerClient secrets = Clients.at(endpoint, SecretsManagerClient.builder());
        String arn = secrets.createSecret(request -> request.name(name).secretString("old"))
                .arn();
        secrets.putSecretValue(request -> request.secretId(name).secretString("new"));

        assertThat(secrets.getSecretValue(request -> request.secretId(arn)).secretString())
                .isEqualTo("new");
        assertThat(secrets.getSecretValue(request -> request.secretId(name).versionStage("AWSPREVIOUS"))
                        .secretString())
                .isEqualTo("old");
        assertThat(secrets.describeSecret(request -> request.secretId(name))
                        .versionIdsToStages()
                        .values())
                .containsExactlyInAnyOrder(List.of("AWSCURRENT"), List.of("AWSPREVIOUS"));
        assertThat(secrets.listSecrets(request -> {}).secretList())
                .extracting(secret -> secret.name())
                .contains(name);
    }

    @Test
    void aDeletedSecretIsGone() {
        SecretsManagerClient secrets = Clients.at(endpoint, SecretsManagerClient.builder());
        secrets.createSecret(request -> request.name(name).secretString("old"));
        secrets.updateSecret(request -> request.secretId(name).secretString("new"));
        secrets.deleteSecret(request -> request.secretId(name).forceDeleteWithoutRecovery(true));

        assertThatThrownBy(() -> secrets.getSecretValue(request -> request.secretId(name)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void theCatalogKeepsDatabasesTablesAndPartitions() {
        GlueClient glue = Clients.at(endpoint, GlueClient.builder());
        Column column = Column.builder().name("id").type("bigint").build();
        glue.createDatabase(request -> request.databaseInput(database -> database.name(name)));
        glue.createTable(request -> request.databaseName(name)
                .tableInput(table -> table.name("Customers")
                        .storageDescriptor(storage -> storage.columns(column).location("s3://lake-processed/"))
                        .partitionKeys(key -> key.name("day").type("string"))));
        glue.batchCreatePartition(request -> request.databaseName(name)
                .tableName("customers")
                .partitionInputList(one -> one.values("2026-11-18"), other -> other.values("2026-11-19")));

        Table table = glue.getTable(request -> request.databaseName(name).name("customers"))
                .table();
        assertThat(table.storageDescriptor().columns()).containsExactly(column);
        assertThat(glue.getPartitions(request -> request.databaseName(name).tableName("customers"))
                        .partitions())
                .extracting(Partition::values)
                .containsExactly(List.of("2026-11-18"), List.of("2026-11-19"));
        assertThat(glue.getTables(request -> request.databaseName(name)).tableList())
                .hasSize(1);
    }

    @Test
    void theCatalogNamesWhatIsMissingAndWhatIsThereTwice() {
        GlueClient glue = Clients.at(endpoint, GlueClient.builder());
        glue.createDatabase(request -> request.databaseInput(database -> database.name(name)));

        assertThatThrownBy(() -> glue.createDatabase(request -> request.databaseInput(database -> database.name(name))))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() ->
                        glue.getTable(request -> request.databaseName(name).name("absent")))
                .isInstanceOf(EntityNotFoundException.class)
                .hasMessageContaining("absent");
        glue.deleteDatabase(request -> request.name(name));
        assertThatThrownBy(() -> glue.getDatabase(request -> request.name(name)))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void theCallerIsTheLocalAccountWhateverRoleItTakes() {
        StsClient sts = Clients.at(endpoint, StsClient.builder());
        assertThat(sts.getCallerIdentity().account()).isEqualTo("000000000000");
        assertThat(sts.assumeRole(request -> request.roleArn("arn:aws:iam::000000000000:role/reader")
                                .roleSessionName("it"))
                        .assumedRoleUser()
                        .arn())
                .endsWith("assumed-role/reader/it");
    }
}
