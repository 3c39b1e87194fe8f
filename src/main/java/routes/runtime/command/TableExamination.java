package routes.runtime.command;

import java.util.List;
import java.util.Optional;
import routes.lake.Contacts.Index;
import routes.lake.Contacts.Table;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Whether a table is as a pipeline needs it; what is wrong is thrown, with what to do. */
final class TableExamination {
    private final DynamoDbClient dynamoDb;

    TableExamination(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** How it is created, for somebody who lacks it. */
    static String recipe(Table table) {
        String recipe = "create it with the keys " + String.join(", ", keys(table.keys())) + ", all strings";
        return recipe
                + table.index()
                        .map(index -> ", and the index " + described(index))
                        .orElse("");
    }

    /** Its keys, its index and its time to live. */
    String look(Table table) {
        TableDescription there = dynamoDb.describeTable(describe -> describe.tableName(table.name()))
                .table();
        List<String> keys = present(there.keySchema());
        if (!keys.equals(keys(table.keys()))) {
            throw new IllegalStateException(
                    "has the keys " + keys + ", expected " + keys(table.keys()) + ": create it anew");
        }
        return there.tableStatusAsString() + ", keys " + String.join(", ", keys)
                + table.index().map(index -> index(index, there)).orElse("")
                + table.ttl().map(attribute -> ttl(table, attribute)).orElse("");
    }

    private static String index(Index index, TableDescription table) {
        Optional<GlobalSecondaryIndexDescription> there = table.globalSecondaryIndexes().stream()
                .filter(one -> one.indexName().equals(index.name()))
                .findFirst();
        if (there.isEmpty()) {
            throw new IllegalStateException("has no index " + index.name() + ": add " + described(index));
        }
        String seen = index.name() + " ("
                + String.join(", ", present(there.get().keySchema())) + ", "
                + there.get().projection().projectionTypeAsString() + ")";
        if (!seen.equals(described(index))) {
            throw new IllegalStateException(
                    "has the index " + seen + ", expected " + described(index) + ": create it anew");
        }
        return ", index " + seen;
    }

    private String ttl(Table table, String attribute) {
        TimeToLiveDescription there = dynamoDb.describeTimeToLive(describe -> describe.tableName(table.name()))
                .timeToLiveDescription();
        boolean on = there.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                || there.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
        if (!on) {
            throw new IllegalStateException(
                    "has no time to live: switch it on for the attribute " + attribute + ", or rows stay forever");
        }
        if (!attribute.equals(there.attributeName())) {
            throw new IllegalStateException(
                    "has the time to live in " + there.attributeName() + ", expected it in " + attribute);
        }
        return ", time to live in " + attribute;
    }

    private static String described(Index index) {
        return index.name() + " (" + String.join(", ", keys(index.keys())) + ", KEYS_ONLY)";
    }

    private static List<String> keys(List<String> names) {
        return names.size() == 1
                ? List.of(names.get(0) + " HASH")
                : List.of(names.get(0) + " HASH", names.get(1) + " RANGE");
    }

    private static List<String> present(List<KeySchemaElement> schema) {
        return schema.stream()
                .map(key -> key.attributeName() + " " + key.keyTypeAsString())
                .toList();
    }
}
