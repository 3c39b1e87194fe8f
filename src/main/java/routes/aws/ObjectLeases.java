package routes.aws;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Which group of work an object belongs to, and how that group stands: one DynamoDB table with partition key {@code id}.
 *
 * <pre>
 * | row    | id                      | attributes                                            |
 * |--------|-------------------------|-------------------------------------------------------|
 * | object | {@literal <}bucket>/{@literal <}key>/{@literal <}version>  | group                                                 |
 * | group  | a name without a slash  | version (a number), whatever the pipeline knows of it |
 * </pre>
 *
 * A group and its objects are claimed by one transaction, and later changed on the condition that nobody has changed the
 * group since it was read. Every row has a time to live in epoch seconds; a row whose time is over counts as absent in
 * every condition, whether DynamoDB has removed it or not. A group with the fact {@code open} is found by the index
 * {@value #INDEX} in the order of its fact {@code since}.
 */
public final class ObjectLeases {
    /** A transaction holds a hundred actions, of which the group itself is one. */
    public static final int MOST_OBJECTS = 99;

    /** The fact by whose presence a group is found as open. */
    public static final String OPEN = "open";

    /** The fact by which open groups are ordered: an ISO 8601 time in UTC. */
    public static final String SINCE = "since";

    /** The index of open groups: partition key {@link #OPEN}, sort key {@link #SINCE}, keys alone. */
    public static final String INDEX = "open-bundles";

    static final String ID = "id";
    static final String GROUP = "group";
    static final String VERSION = "version";

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final String ttl;
    private final Duration kept;
    private final Clock clock;
    private final LeaseRows rows;

    /**
     * @param ttl name of the attribute that holds the time to live
     * @param kept how long a row counts after it was last written
     */
    public ObjectLeases(Supplier<DynamoDbClient> dynamoDb, String table, String ttl, Duration kept, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.ttl = ttl;
        this.kept = kept;
        this.clock = clock;
        this.rows = new LeaseRows(table, ttl, kept, clock);
    }

    /**
     * A group as it was read or written.
     *
     * @param id its name
     * @param version counts its changes, from 1
     * @param facts what the pipeline knows of it
     */
    public record Group(String id, long version, Map<String, String> facts) {
        public Group {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * Claims objects for a new group, all of them or none.
     *
     * @param objects ids, at most {@value #MOST_OBJECTS}
     * @param replaceable a group of that name may be there already when its facts hold this one
     * @return empty when all were claimed; otherwise the group that holds it, by object, of those that are taken; the
     *     group's own name stands for itself when it is there already
     * @throws Transient when others work on the same rows at this moment
     */
    public Map<String, String> claim(
            String group,
            Map<String, String> facts,
            Collection<String> objects,
            Map.Entry<String, String> replaceable) {
        if (objects.isEmpty() || objects.size() > MOST_OBJECTS) {
            throw new IllegalArgumentException(
                    "group of " + objects.size() + " objects, expected 1 to " + MOST_OBJECTS);
        }
        List<String> ids = List.copyOf(objects);
        List<TransactWriteItem> writes = new ArrayList<>();
        Map<String, AttributeValue> row = LeaseRows.first(facts);
        writes.add(rows.put(
                group, row, " OR #fact = :fact", Map.of("#fact", replaceable.getKey()), replaceable.getValue()));
        ids.forEach(id -> writes.add(rows.put(id, Map.of(GROUP, AttributeValue.fromS(group)), "", Map.of(), null)));
        try {
            dynamoDb.get().transactWriteItems(write -> write.transactItems(writes));
            return Map.of();
        } catch (TransactionCanceledException e) {
            return new Cancelled(e).holders(group, ids);
        }
    }

    /**
     * Writes a group whose objects nobody asks after any more; empty when there is one of that name.
     *
     * @throws Transient when others work on the same row at this moment
     */
    public Optional<Group> restore(String group, Map<String, String> facts) {
        Map<String, AttributeValue> row = LeaseRows.first(facts);
        TransactWriteItem write = rows.put(group, row, "", Map.of(), null);
        try {
            dynamoDb.get().transactWriteItems(request -> request.transactItems(write));
            return Optional.of(new Group(group, 1, facts));
        } catch (TransactionCanceledException e) {
            new Cancelled(e).refuseConflicts();
            return Optional.empty();
        }
    }

    /** The group that an object belongs to; empty when it belongs to none, or its time is over. */
    public Optional<String> holder(String object) {
        Map<String, AttributeValue> item = item(object);
        return item.containsKey(GROUP) && seconds(item) >= now()
                ? Optional.of(item.get(GROUP).s())
                : Optional.empty();
    }

    /** The group as it is now; empty when there is none, or its time is over. */
    public Optional<Group> group(String id) {
        Map<String, AttributeValue> item = item(id);
        return item.isEmpty() || seconds(item) < now() ? Optional.empty() : Optional.of(group(item));
    }

    /**
     * Changes a group that nobody has changed since {@code seen} was read, and lets objects go that shall be free again.
     *
     * @param facts are written over those that are there
     * @param without names of facts that are taken away
     * @param released ids of objects of the group
     * @return the group as it is now; empty when somebody else has changed it
     * @throws Transient when others work on the same rows at this moment
     */
    public Optional<Group> change(
            Group seen, Map<String, String> facts, Set<String> without, Collection<String> released) {
        var update = new GroupChange(seen, facts, without, ttl, clock.instant(), kept);
        try {
            if (released.isEmpty()) {
                dynamoDb.get()
                        .updateItem(request -> request.tableName(table)
                                .key(LeaseRows.key(seen.id()))
                                .updateExpression(update.expression())
                                .conditionExpression(update.condition())
                                .expressionAttributeNames(update.names())
                                .expressionAttributeValues(update.values()));
            } else {
                List<TransactWriteItem> writes = new ArrayList<>();
                writes.add(TransactWriteItem.builder()
                        .update(item -> item.tableName(table)
                                .key(LeaseRows.key(seen.id()))
                                .updateExpression(update.expression())
                                .conditionExpression(update.condition())
                                .expressionAttributeNames(update.names())
                                .expressionAttributeValues(update.values()))
                        .build());
                released.forEach(id -> writes.add(rows.release(seen.id(), id)));
                dynamoDb.get().transactWriteItems(write -> write.transactItems(writes));
            }
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        } catch (TransactionCanceledException e) {
            new Cancelled(e).refuseConflicts();
            return Optional.empty();
        }
        return Optional.of(update.after());
    }

    /**
     * Ids of open groups whose {@code since} is before a time, the oldest first. The index holds keys alone, and may be
     * a moment behind.
     */
    public List<String> open(String open, String before, int most) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression("#open = :open AND #since < :before")
                .expressionAttributeNames(Map.of("#open", OPEN, "#since", SINCE))
                .expressionAttributeValues(
                        Map.of(":open", AttributeValue.fromS(open), ":before", AttributeValue.fromS(before)))
                .limit(most)
                .build();
        return dynamoDb.get().queryPaginator(query).items().stream()
                .limit(most)
                .map(item -> item.get(ID).s())
                .toList();
    }

    private Map<String, AttributeValue> item(String id) {
        return dynamoDb.get()
                .getItem(get -> get.tableName(table).key(LeaseRows.key(id)).consistentRead(true))
                .item();
    }

    private static Group group(Map<String, AttributeValue> item) {
        Map<String, String> facts = new HashMap<>();
        item.forEach((name, value) -> {
            if (value.s() != null && !name.equals(ID)) {
                facts.put(name, value.s());
            }
        });
        return new Group(item.get(ID).s(), Long.parseLong(item.get(VERSION).n()), facts);
    }

    private long seconds(Map<String, AttributeValue> item) {
        return Long.parseLong(item.get(ttl).n());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
