package routes.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/**
 * One table of circuits in memory that keeps its word about their conditions; a test may act between a read and the next
 * write.
 */
final class MemoryDynamoDb implements DynamoDbClient {
    private final Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    private Runnable beforeNextPut = () -> {};
    private boolean answerIsLost;
    private int reads;
    private int writes;

    /** Does something once, when the next write has come and before it is looked at. */
    synchronized void beforeNextPut(Runnable action) {
        beforeNextPut = action;
    }

    /** The next write has its effect, but its answer is lost, so that the client writes again. */
    synchronized void loseNextAnswer() {
        answerIsLost = true;
    }

    /** Writes into a row as nobody should. */
    synchronized void change(String service, Consumer<Map<String, AttributeValue>> change) {
        Map<String, AttributeValue> item = new HashMap<>(items.get(service));
        change.accept(item);
        items.put(service, item);
    }

    synchronized int reads() {
        return reads;
    }

    /** Writes that were asked for, refused ones among them. */
    synchronized int writes() {
        return writes;
    }

    @Override
    public synchronized GetItemResponse getItem(GetItemRequest request) {
        reads++;
        if (!request.consistentRead()) {
            throw new IllegalArgumentException("a read that may be old");
        }
        return GetItemResponse.builder()
                .item(items.get(request.key().get("service").s()))
                .build();
    }

    @Override
    public synchronized PutItemResponse putItem(PutItemRequest request) {
        Runnable action = beforeNextPut;
        beforeNextPut = () -> {};
        action.run();
        writes++;
        Map<String, AttributeValue> there =
                items.get(request.item().get("service").s());
        boolean may =
                switch (request.conditionExpression()) {
                    case "attribute_not_exists(service)" -> there == null;
                    case "#version = :seen" ->
                        there != null
                                && there.get("version")
                                        .equals(request.expressionAttributeValues()
                                                .get(":seen"));
                    default -> throw new IllegalArgumentException(request.conditionExpression());
                };
        if (may) {
            items.put(request.item().get("service").s(), request.item());
        }
        if (!may || answerIsLost) {
            answerIsLost = false;
            throw ConditionalCheckFailedException.builder().build();
        }
        return PutItemResponse.builder().build();
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
