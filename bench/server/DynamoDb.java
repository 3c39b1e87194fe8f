package bench.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * DynamoDB's JSON protocol over the pipelines' tables, with conditions and transactions; every table has the index that
 * is asked for. A query answers all it finds at once, an update or a delete never what was there before.
 */
final class DynamoDb {
    private final Map<String, Table> tables = new HashMap<>();

    DynamoDb() {
        reset();
    }

    /** Empties the tables. */
    synchronized void reset() {
        tables.put("lake-runs", new Table(List.of("run", "at")));
        tables.put("lake-objects", new Table(List.of("id")));
        tables.put("lake-circuits", new Table(List.of("service")));
        tables.put("flight-data-execution-tracking", new Table(List.of("execution_id", "pipeline_step")));
    }

    synchronized String answer(String action, Map<String, Object> input) {
        return switch (action) {
            case "PutItem" -> write("Put", input);
            case "UpdateItem" -> write("Update", input);
            case "DeleteItem" -> write("Delete", input);
            case "GetItem" -> get(input);
            case "TransactWriteItems" -> transact(input);
            case "Query" -> query(input);
            case "BatchGetItem" -> getAll(Json.map(input, "RequestItems"));
            case "BatchWriteItem" -> writeAll(Json.map(input, "RequestItems"));
            case "DescribeTable" -> Json.text(Map.of("Table", description(table(input), input)));
            default -> throw new ServiceException(400, "UnknownOperationException", "no operation " + action);
        };
    }

    private String get(Map<String, Object> input) {
        Map<String, Object> item = table(input).find(Json.map(input, "Key"));
        return item.isEmpty() ? "{}" : Json.text(Map.of("Item", item));
    }

    /** Up to a hundred of them, those that are there. */
    private String getAll(Map<String, Object> requests) {
        Map<String, Object> found = new HashMap<>();
        requests.forEach((name, request) -> {
            List<Object> items = new ArrayList<>();
            for (Object key : atMost(100, (List<?>) Json.asMap(request).get("Keys"))) {
                Map<String, Object> item = table(Map.of("TableName", name)).find(Json.asMap(key));
                if (!item.isEmpty()) {
                    items.add(item);
                }
            }
            found.put(name, items);
        });
        return Json.text(Map.of("Responses", found, "UnprocessedKeys", Map.of()));
    }

    /** Up to twenty-five of them, without conditions. */
    private String writeAll(Map<String, Object> requests) {
        requests.forEach((name, writes) -> {
            Table table = table(Map.of("TableName", name));
            for (Object element : atMost(25, (List<?>) writes)) {
                Map<String, Object> write = Json.asMap(element);
                if (write.containsKey("PutRequest")) {
                    table.put(Json.map(Json.map(write, "PutRequest"), "Item"));
                } else {
                    table.delete(Json.map(Json.map(write, "DeleteRequest"), "Key"));
                }
            }
        });
        return Json.text(Map.of("UnprocessedItems", Map.of()));
    }

    private static List<?> atMost(int most, List<?> elements) {
        if (elements.size() > most) {
            throw new ServiceException(400, "ValidationException", "Too many items requested for the batch call");
        }
        return elements;
    }

    private String query(Map<String, Object> input) {
        List<Map<String, Object>> items = table(input).query(input);
        return Json.text(Map.of("Items", items, "Count", items.size(), "ScannedCount", items.size()));
    }

    private String write(String verb, Map<String, Object> input) {
        if (!isAllowed(verb, input)) {
            throw new ServiceException(400, "ConditionalCheckFailedException", "The conditional request failed");
        }
        perform(verb, input);
        return "{}";
    }

    private String transact(Map<String, Object> input) {
        List<Map.Entry<String, Map<String, Object>>> writes = new ArrayList<>();
        for (Object element : (List<?>) input.get("TransactItems")) {
            Map.Entry<?, ?> write = ((Map<?, ?>) element).entrySet().iterator().next();
            writes.add(Map.entry((String) write.getKey(), Json.asMap(write.getValue())));
        }
        List<Object> reasons = new ArrayList<>();
        boolean allowed = true;
        for (Map.Entry<String, Map<String, Object>> write : writes) {
            boolean one = isAllowed(write.getKey(), write.getValue());
            reasons.add(one ? Map.of("Code", "None") : refusal(write.getKey(), write.getValue()));
            allowed &= one;
        }
        if (!allowed) {
            throw new ServiceException(
                    400,
                    "TransactionCanceledException",
                    "Transaction cancelled, please refer cancellation reasons for specific reasons",
                    Map.of("CancellationReasons", reasons));
        }
        writes.forEach(write -> perform(write.getKey(), write.getValue()));
        return "{}";
    }

    private Map<String, Object> refusal(String verb, Map<String, Object> write) {
        Map<String, Object> present = table(write).find(keyed(verb, write));
        boolean told = "ALL_OLD".equals(write.get("ReturnValuesOnConditionCheckFailure")) && !present.isEmpty();
        Map<String, Object> reason =
                new HashMap<>(Map.of("Code", "ConditionalCheckFailed", "Message", "The conditional request failed"));
        if (told) {
            reason.put("Item", present);
        }
        return reason;
    }

    private boolean isAllowed(String verb, Map<String, Object> write) {
        return Condition.holds(
                write.get("ConditionExpression"), write, table(write).find(keyed(verb, write)));
    }

    private void perform(String verb, Map<String, Object> write) {
        Table table = table(write);
        switch (verb) {
            case "Put" -> table.put(Json.map(write, "Item"));
            case "Update" -> table.update(Json.map(write, "Key"), write);
            case "Delete" -> table.delete(Json.map(write, "Key"));
            default -> throw new ServiceException(400, "ValidationException", "no write " + verb);
        }
    }

    private static Map<String, Object> keyed(String verb, Map<String, Object> write) {
        return Json.map(write, verb.equals("Put") ? "Item" : "Key");
    }

    private Table table(Map<String, Object> input) {
        Table table = tables.get(String.valueOf(input.get("TableName")));
        if (table == null) {
            throw new ServiceException(400, "ResourceNotFoundException", "no table " + input.get("TableName"));
        }
        return table;
    }

    private static Map<String, Object> description(Table table, Map<String, Object> input) {
        List<Object> schema = new ArrayList<>();
        for (String name : table.key()) {
            schema.add(Map.of("AttributeName", name, "KeyType", schema.isEmpty() ? "HASH" : "RANGE"));
        }
        return Map.of(
                "TableName",
                input.get("TableName"),
                "TableStatus",
                "ACTIVE",
                "TableArn",
                "arn:aws:dynamodb:us-east-1:000000000000:table/" + input.get("TableName"),
                "KeySchema",
                schema,
                "ItemCount",
                0L);
    }
}
