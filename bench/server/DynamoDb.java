package bench.server;

import java.util.List;
import java.util.Map;

/** DynamoDB that forgets: every table is active and empty, every condition holds, so every claim is granted. */
final class DynamoDb {
    String answer(String action, Map<String, Object> input) {
        return switch (action) {
            case "PutItem", "UpdateItem", "DeleteItem", "GetItem", "TransactWriteItems" -> "{}";
            case "Query", "Scan" -> "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}";
            case "DescribeTable" -> Json.text(Map.of("Table", table(String.valueOf(input.get("TableName")))));
            default -> throw new ServiceException(400, "UnknownOperationException", "no operation " + action);
        };
    }

    private static Map<String, Object> table(String name) {
        return Map.of(
                "TableName",
                name,
                "TableStatus",
                "ACTIVE",
                "TableArn",
                "arn:aws:dynamodb:us-east-1:000000000000:table/" + name,
                "KeySchema",
                List.of(Map.of("AttributeName", "id", "KeyType", "HASH")),
                "ItemCount",
                0L);
    }
}
