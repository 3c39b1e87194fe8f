package routes.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The ledger's row of one export, claimed by {@value #OWNER}, which keeps its word about whose it is. A test may hold a
 * write, let one fail, or give the row to somebody else.
 */
final class RowTable implements DynamoDbClient {
    static final String OWNER = "me";

    private final Map<String, AttributeValue> row = new HashMap<>(Map.of("owner", AttributeValue.fromS(OWNER)));
    private final List<String> acknowledged = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch held = new CountDownLatch(1);

    /** Every write waits from now on; {@link #held} is down when one does. */
    void hold() {
        held = new CountDownLatch(1);
        gate = new CountDownLatch(1);
    }

    CountDownLatch held() {
        return held;
    }

    void release() {
        gate.countDown();
    }

    /** The next writes are refused. */
    void fail(int writes) {
        failures.set(writes);
    }

    /** Somebody else has the export from now on. */
    synchronized void giveAway() {
        row.put("owner", AttributeValue.fromS("somebody else"));
    }

    /** What each write said of acknowledged batches, oldest first. */
    synchronized List<Acknowledged> written() {
        return acknowledged.stream().map(Acknowledged::parse).toList();
    }

    /** What the row says of acknowledged batches. */
    synchronized Acknowledged now() {
        return row.containsKey("acknowledged")
                ? Acknowledged.parse(row.get("acknowledged").s())
                : Acknowledged.none();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        CountDownLatch waiting = gate;
        held.countDown();
        try {
            waiting.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw ProvisionedThroughputExceededException.builder().build();
        }
        return write(request);
    }

    private synchronized UpdateItemResponse write(UpdateItemRequest request) {
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        if (!values.get(":claimant").equals(row.get("owner")) || row.containsKey("finished_at")) {
            throw ConditionalCheckFailedException.builder().build();
        }
        for (String set : request.updateExpression().substring("SET ".length()).split(", ")) {
            String[] sides = set.split(" = ");
            String name = request.expressionAttributeNames().get(sides[0]);
            row.put(name, values.get(sides[1]));
            if (name.equals("acknowledged")) {
                acknowledged.add(values.get(sides[1]).s());
            }
        }
        return UpdateItemResponse.builder().build();
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
