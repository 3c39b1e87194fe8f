package routes.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The table of runs in memory: it keeps its word about the conditions that {@link RunLedger} sets. */
public final class MemoryRuns implements DynamoDbClient {
    private final Map<String, Map<String, AttributeValue>> rows = new TreeMap<>();
    private Predicate<UpdateItemRequest> refused = request -> false;
    private Runnable beforeNextWrite = () -> {};
    private boolean readsRefused;
    private int writes;
    private int lostAnswers;

    /** Answers writes of this kind with an error; nothing of them is kept. */
    public synchronized void refuse(Predicate<UpdateItemRequest> kind) {
        refused = kind;
    }

    /** Answers reads of rows with an error, or does so no more. */
    public synchronized void refuseReads(boolean refuse) {
        readsRefused = refuse;
    }

    /** Does something once, when the next write has come and before it is looked at. */
    public synchronized void beforeNextWrite(Runnable action) {
        beforeNextWrite = action;
    }

    /** The next write has its effect, but its answer is lost, so that the client asks again. */
    public synchronized void loseNextAnswer() {
        lostAnswers++;
    }

    /** Whether a write sets this attribute. */
    public static boolean sets(UpdateItemRequest request, String attribute) {
        return request.expressionAttributeNames().containsValue(attribute);
    }

    /** How many writes were asked for. */
    public synchronized int writes() {
        return writes;
    }

    /** The text of an attribute, or nothing. */
    public synchronized String text(String run, String at, String attribute) {
        AttributeValue value = rows.getOrDefault(run + "|" + at, Map.of()).get(attribute);
        return value == null ? "" : value.s() == null ? value.n() : value.s();
    }

    @Override
    public synchronized GetItemResponse getItem(GetItemRequest request) {
        if (!Boolean.TRUE.equals(request.consistentRead())) {
            throw new IllegalArgumentException("a read that may be old");
        }
        if (readsRefused) {
            throw DynamoDbException.builder().statusCode(500).build();
        }
        return GetItemResponse.builder()
                .item(rows.getOrDefault(key(request.key()), Map.of()))
                .build();
    }

    @Override
    public synchronized UpdateItemResponse updateItem(UpdateItemRequest request) {
        writes++;
        Runnable action = beforeNextWrite;
        beforeNextWrite = () -> {};
        action.run();
        if (refused.test(request)) {
            throw DynamoDbException.builder().statusCode(500).build();
        }
        UpdateItemResponse answer = apply(request);
        if (lostAnswers > 0) {
            lostAnswers--;
            return apply(request);
        }
        return answer;
    }

    private UpdateItemResponse apply(UpdateItemRequest request) {
        Map<String, AttributeValue> row = rows.getOrDefault(key(request.key()), Map.of());
        if (!holds(request, row)) {
            throw ConditionalCheckFailedException.builder().build();
        }
        Map<String, AttributeValue> next = new HashMap<>(row);
        next.putAll(request.key());
        MemoryUpdate.of(request.updateExpression())
                .apply(next, request.expressionAttributeNames(), request.expressionAttributeValues());
        rows.put(key(request.key()), next);
        return UpdateItemResponse.builder().build();
    }

    private static boolean holds(UpdateItemRequest request, Map<String, AttributeValue> row) {
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        String condition = request.conditionExpression() == null ? "" : request.conditionExpression();
        boolean open = !row.containsKey("finished_at");
        return switch (condition) {
            case "" -> true;
            case "attribute_not_exists(run)" -> row.isEmpty();
            case "#seen = :seen" ->
                values.get(":seen")
                        .equals(row.get(request.expressionAttributeNames().get("#seen")));
            case "#claimant = :claimant AND attribute_not_exists(finished_at)" ->
                open && values.get(":claimant").equals(row.get("owner"));
            case "attribute_not_exists(finished_at) AND (attribute_not_exists(lease_until) OR lease_until < :now)" ->
                open && (!row.containsKey("lease_until") || isBefore(row, "lease_until", values.get(":now")));
            case "attribute_not_exists(finished_at) AND (attribute_not_exists(lease_until) OR lease_until < :now)"
                    + " OR finished_at < :before" ->
                open
                        ? !row.containsKey("lease_until") || isBefore(row, "lease_until", values.get(":now"))
                        : isBefore(row, "finished_at", values.get(":before"));
            default -> throw new IllegalArgumentException("condition is '" + condition + "', expected a known one");
        };
    }

    private static boolean isBefore(Map<String, AttributeValue> row, String attribute, AttributeValue time) {
        return row.get(attribute).s().compareTo(time.s()) < 0;
    }

    @Override
    public synchronized QueryResponse query(QueryRequest request) {
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        Stream<Map<String, AttributeValue>> found =
                rows.values().stream().filter(row -> row.get("run").equals(values.get(":run")));
        if (values.containsKey(":from")) {
            found = found.filter(
                    row -> row.get("at").s().compareTo(values.get(":from").s()) >= 0
                            && row.get("at").s().compareTo(values.get(":to").s()) <= 0);
        }
        List<Map<String, AttributeValue>> items = found.toList();
        int limit = request.limit() == null ? items.size() : Math.min(request.limit(), items.size());
        return QueryResponse.builder().items(items.subList(0, limit)).build();
    }

    private static String key(Map<String, AttributeValue> key) {
        return key.get("run").s() + "|" + key.get("at").s();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
