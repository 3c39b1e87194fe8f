package routes.aws;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import routes.lake.Sha256;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Rows of the table of {@link ObjectLeases} as parts of a transaction: written where there is none, and let go. */
final class LeaseRows {
    private static final int LONGEST_ID = 2048;

    private final String table;
    private final String ttl;
    private final Duration kept;
    private final Clock clock;

    LeaseRows(String table, String ttl, Duration kept, Clock clock) {
        this.table = table;
        this.ttl = ttl;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Writes a row where there is none, or one whose time is over.
     *
     * @param otherwise one more condition under which a row is written over, in words of {@code moreNames} and {@code
     *     :fact}
     * @param value of {@code :fact}
     */
    TransactWriteItem put(
            String id,
            Map<String, AttributeValue> attributes,
            String otherwise,
            Map<String, String> moreNames,
            @Nullable String value) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put(ObjectLeases.ID, AttributeValue.fromS(stored(id)));
        item.put(
                ttl,
                AttributeValue.fromN(Long.toString(clock.instant().plus(kept).getEpochSecond())));
        Map<String, String> names = new HashMap<>(moreNames);
        names.put("#id", ObjectLeases.ID);
        names.put("#ttl", ttl);
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":now", AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond())));
        if (value != null) {
            values.put(":fact", AttributeValue.fromS(value));
        }
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(#id) OR #ttl < :now" + otherwise)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /** The row of a group as it is written first. */
    static Map<String, AttributeValue> first(Map<String, String> facts) {
        Map<String, AttributeValue> row = new HashMap<>();
        facts.forEach((name, value) -> row.put(name, AttributeValue.fromS(value)));
        row.put(ObjectLeases.VERSION, AttributeValue.fromN("1"));
        return row;
    }

    TransactWriteItem release(String group, String object) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table)
                        .key(key(object))
                        .conditionExpression("attribute_not_exists(#id) OR #group = :group")
                        .expressionAttributeNames(Map.of("#id", ObjectLeases.ID, "#group", ObjectLeases.GROUP))
                        .expressionAttributeValues(Map.of(":group", AttributeValue.fromS(group))))
                .build();
    }

    static Map<String, AttributeValue> key(String id) {
        return Map.of(ObjectLeases.ID, AttributeValue.fromS(stored(id)));
    }

    /** A key of DynamoDB has at most {@value #LONGEST_ID} bytes; bucket, key and version together may have more. */
    static String stored(String id) {
        return id.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID ? id : "sha-256/" + Sha256.ofText(id);
    }
}
