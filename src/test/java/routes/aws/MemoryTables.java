package routes.aws;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Tables in memory, with one key or with those of executions, that keep their word about conditions, as far as the words are {@code AND}, {@code OR},
 * {@code attribute_not_exists}, {@code attribute_exists} and comparisons; updates set, add and
 * remove. A test may act before
 * the next write, or refuse everything.
 */
public final class MemoryTables implements DynamoDbClient {
    private final Map<String, Map<String, Map<String, AttributeValue>>> tables = new TreeMap<>();
    private Runnable beforeNextWrite = () -> {};
    private Supplier<RuntimeException> refusal = () -> null;
    private String refusedTable = "";
    private int writes;
    private int unprocessed;

    /** Does something once, when the next write has come and before it is looked at. */
    public synchronized void beforeNextWrite(Runnable action) {
        beforeNextWrite = action;
    }

    /** Answers every call with this; null: none. */
    public synchronized void refuse(Supplier<RuntimeException> with) {
        refusal = with;
    }

    /** Answers every call of one table with an error. */
    public synchronized void refuseTable(String table) {
        refusedTable = table;
    }

    /** How many writes have been asked for. */
    public synchronized int writes() {
        return writes;
    }

    /** All rows of a table, by key. */
    public synchronized Map<String, Map<String, AttributeValue>> rows(String table) {
        return new TreeMap<>(tables.getOrDefault(table, Map.of()));
    }

    @Override
    public synchronized GetItemResponse getItem(GetItemRequest request) {
        check();
        return GetItemResponse.builder()
                .item(row(request.tableName(), request.key()))
                .build();
    }

    @Override
    public synchronized PutItemResponse putItem(PutItemRequest request) {
        begin();
        Map<String, AttributeValue> row = row(request.tableName(), request.item());
        if (!holds(
                request.conditionExpression(),
                row,
                request.expressionAttributeNames(),
                request.expressionAttributeValues())) {
            throw ConditionalCheckFailedException.builder().build();
        }
        keep(request.tableName(), request.item());
        return PutItemResponse.builder().build();
    }

    @Override
    public synchronized UpdateItemResponse updateItem(UpdateItemRequest request) {
        begin();
        Map<String, AttributeValue> row = row(request.tableName(), request.key());
        if (!holds(
                request.conditionExpression(),
                row,
                request.expressionAttributeNames(),
                request.expressionAttributeValues())) {
            throw ConditionalCheckFailedException.builder().build();
        }
        keep(
                request.tableName(),
                updated(
                        request.updateExpression(),
                        row,
                        request.key(),
                        request.expressionAttributeNames(),
                        request.expressionAttributeValues()));
        return UpdateItemResponse.builder().build();
    }

    @Override
    public synchronized TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        begin();
        List<CancellationReason> reasons = new ArrayList<>();
        boolean cancelled = false;
        for (TransactWriteItem item : request.transactItems()) {
            boolean ok = holds(item);
            cancelled |= !ok;
            Map<String, AttributeValue> there = item.put() == null
                    ? Map.of()
                    : row(item.put().tableName(), item.put().item());
            reasons.add(CancellationReason.builder()
                    .code(ok ? "None" : "ConditionalCheckFailed")
                    .item(ok ? Map.of() : there)
                    .build());
        }
        if (cancelled) {
            throw TransactionCanceledException.builder()
                    .cancellationReasons(reasons)
                    .build();
        }
        request.transactItems().forEach(this::apply);
        return TransactWriteItemsResponse.builder().build();
    }

    @Override
    public synchronized QueryResponse query(QueryRequest request) {
        check();
        List<Map<String, AttributeValue>> found = tables.getOrDefault(request.tableName(), Map.of()).values().stream()
                .filter(row -> holds(
                        request.keyConditionExpression(),
                        row,
                        request.expressionAttributeNames(),
                        request.expressionAttributeValues()))
                .toList();
        return QueryResponse.builder().items(found).build();
    }

    /** Leaves so many entries of batches undone, as DynamoDB does when it has no room. */
    public synchronized void leaveUnprocessed(int entries) {
        unprocessed = entries;
    }

    /** Forgets a table. */
    public synchronized void drop(String table) {
        tables.remove(table);
    }

    @Override
    public synchronized BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        check();
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        Map<String, KeysAndAttributes> left = new HashMap<>();
        request.requestItems().forEach((table, asked) -> {
            if (asked.keys().size() > 100 || !asked.consistentRead()) {
                throw new IllegalArgumentException("more than 100 keys, or a read that may be old");
            }
            List<Map<String, AttributeValue>> undone = new ArrayList<>();
            for (Map<String, AttributeValue> key : asked.keys()) {
                if (unprocessed > 0) {
                    unprocessed--;
                    undone.add(key);
                } else if (!row(table, key).isEmpty()) {
                    found.computeIfAbsent(table, name -> new ArrayList<>()).add(row(table, key));
                }
            }
            if (!undone.isEmpty()) {
                left.put(table, asked.toBuilder().keys(undone).build());
            }
        });
        return BatchGetItemResponse.builder()
                .responses(found)
                .unprocessedKeys(left)
                .build();
    }

    @Override
    public synchronized BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        begin();
        Map<String, List<WriteRequest>> left = new HashMap<>();
        request.requestItems().forEach((table, writes) -> {
            if (writes.size() > 25) {
                throw new IllegalArgumentException("more than 25 writes");
            }
            for (WriteRequest write : writes) {
                row(table, write.putRequest().item());
                if (unprocessed > 0) {
                    unprocessed--;
                    left.computeIfAbsent(table, name -> new ArrayList<>()).add(write);
                } else {
                    keep(table, write.putRequest().item());
                }
            }
        });
        return BatchWriteItemResponse.builder().unprocessedItems(left).build();
    }

    private boolean holds(TransactWriteItem item) {
        if (item.put() != null) {
            return holds(
                    item.put().conditionExpression(),
                    row(item.put().tableName(), item.put().item()),
                    item.put().expressionAttributeNames(),
                    item.put().expressionAttributeValues());
        }
        if (item.update() != null) {
            return holds(
                    item.update().conditionExpression(),
                    row(item.update().tableName(), item.update().key()),
                    item.update().expressionAttributeNames(),
                    item.update().expressionAttributeValues());
        }
        return holds(
                item.delete().conditionExpression(),
                row(item.delete().tableName(), item.delete().key()),
                item.delete().expressionAttributeNames(),
                item.delete().expressionAttributeValues());
    }

    private void apply(TransactWriteItem item) {
        if (item.put() != null) {
            keep(item.put().tableName(), item.put().item());
        } else if (item.update() != null) {
            var update = item.update();
            keep(
                    update.tableName(),
                    updated(
                            update.updateExpression(),
                            row(update.tableName(), update.key()),
                            update.key(),
                            update.expressionAttributeNames(),
                            update.expressionAttributeValues()));
        } else {
            tables.getOrDefault(item.delete().tableName(), new TreeMap<>())
                    .remove(key(item.delete().key()));
        }
    }

    private void begin() {
        check();
        writes++;
        Runnable action = beforeNextWrite;
        beforeNextWrite = () -> {};
        action.run();
    }

    private void check() {
        RuntimeException refused = refusal.get();
        if (refused != null) {
            throw refused;
        }
    }

    private Map<String, AttributeValue> row(String table, Map<String, AttributeValue> item) {
        if (table.equals(refusedTable)) {
            throw DynamoDbException.builder().statusCode(500).build();
        }
        return tables.getOrDefault(table, Map.of()).getOrDefault(key(item), Map.of());
    }

    private void keep(String table, Map<String, AttributeValue> item) {
        tables.computeIfAbsent(table, name -> new TreeMap<>()).put(key(item), item);
    }

    private static String key(Map<String, AttributeValue> item) {
        if (item.containsKey("execution_id")) {
            return item.get("execution_id").s() + "|"
                    + item.get("pipeline_step").s();
        }
        return (item.containsKey("id") ? item.get("id") : item.get("service")).s();
    }

    private static Map<String, AttributeValue> updated(
            String expression,
            Map<String, AttributeValue> row,
            Map<String, AttributeValue> key,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        Map<String, AttributeValue> item = new HashMap<>(row);
        item.putAll(key);
        MemoryUpdate.of(expression).apply(item, names, values);
        return item;
    }

    private static boolean holds(
            String condition,
            Map<String, AttributeValue> row,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        if (condition == null) {
            return true;
        }
        for (String either : condition.split(" OR ")) {
            boolean all = true;
            for (String term : either.split(" AND ")) {
                all &= term(term.trim(), row, names, values);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static boolean term(
            String term,
            Map<String, AttributeValue> row,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        if (term.startsWith("attribute_")) {
            String name = term.substring(term.indexOf('(') + 1, term.indexOf(')'));
            return row.containsKey(names.getOrDefault(name, name)) == term.startsWith("attribute_exists");
        }
        String[] words = term.split(" ");
        AttributeValue there = row.get(names.getOrDefault(words[0], words[0]));
        if (there == null) {
            return false;
        }
        int order = compare(there, values.get(words[2]));
        return switch (words[1]) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            default -> throw new IllegalArgumentException("condition is '" + term + "', expected a comparison");
        };
    }

    private static int compare(AttributeValue one, AttributeValue other) {
        return one.n() != null
                ? new BigDecimal(one.n()).compareTo(new BigDecimal(other.n()))
                : one.s().compareTo(other.s());
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
