package routes.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** One update of a row: what it sets, adds to and takes away, and on which condition. */
final class RowChange {
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final List<String> sets = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private @Nullable String condition;

    RowChange() {}

    RowChange(Map<String, String> facts) {
        facts.forEach((name, value) -> set(name, AttributeValue.fromS(value)));
    }

    RowChange set(Map<String, AttributeValue> attributes) {
        attributes.forEach(this::set);
        return this;
    }

    /** Sets an attribute, whatever its name is in DynamoDB's own language. */
    RowChange set(String name, AttributeValue value) {
        String n = "n" + names.size();
        sets.add("#" + n + " = :" + n);
        return name("#" + n, name).value(":" + n, value);
    }

    /** Adds one to a number; one that is not there counts as none. */
    RowChange addOne(String name) {
        String n = "n" + names.size();
        counted.add("#" + n + " :" + n);
        return name("#" + n, name).value(":" + n, AttributeValue.fromN("1"));
    }

    /** Takes an attribute away. */
    RowChange without(String name) {
        String n = "#n" + names.size();
        removed.add(n);
        return name(n, name);
    }

    /** Gives a condition a name for an attribute. */
    RowChange name(String placeholder, String name) {
        names.put(placeholder, name);
        return this;
    }

    /** Gives a condition a value. */
    RowChange value(String placeholder, AttributeValue value) {
        values.put(placeholder, value);
        return this;
    }

    RowChange onlyIf(String holds) {
        condition = holds;
        return this;
    }

    UpdateItemRequest of(String table, Map<String, AttributeValue> key) {
        List<String> parts = new ArrayList<>();
        part("SET", sets, parts);
        part("ADD", counted, parts);
        part("REMOVE", removed, parts);
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key)
                .updateExpression(String.join(" ", parts))
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private static void part(String verb, List<String> terms, List<String> parts) {
        if (!terms.isEmpty()) {
            parts.add(verb + " " + String.join(", ", terms));
        }
    }
}
