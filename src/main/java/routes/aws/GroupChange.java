package routes.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One change of a group, in DynamoDB's words. Names of facts are ours, never input. */
final class GroupChange {
    private final ObjectLeases.Group seen;
    private final Map<String, String> facts;
    private final Set<String> without;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final StringBuilder expression = new StringBuilder("SET #version = :next, #ttl = :ttl");

    GroupChange(
            ObjectLeases.Group seen,
            Map<String, String> facts,
            Set<String> without,
            String ttl,
            Instant now,
            Duration kept) {
        this.seen = seen;
        this.facts = facts;
        this.without = without;
        names.put("#version", ObjectLeases.VERSION);
        names.put("#ttl", ttl);
        values.put(":next", AttributeValue.fromN(Long.toString(seen.version() + 1)));
        values.put(":seen", AttributeValue.fromN(Long.toString(seen.version())));
        values.put(":now", AttributeValue.fromN(Long.toString(now.getEpochSecond())));
        values.put(":ttl", AttributeValue.fromN(Long.toString(now.plus(kept).getEpochSecond())));
        facts.forEach((name, value) -> {
            String n = "n" + names.size();
            names.put("#" + n, name);
            values.put(":" + n, AttributeValue.fromS(value));
            expression.append(", #").append(n).append(" = :").append(n);
        });
        String verb = " REMOVE ";
        for (String name : without) {
            String n = "n" + names.size();
            names.put("#" + n, name);
            expression.append(verb).append("#").append(n);
            verb = ", ";
        }
    }

    String expression() {
        return expression.toString();
    }

    String condition() {
        return "#version = :seen AND #ttl >= :now";
    }

    Map<String, String> names() {
        return names;
    }

    Map<String, AttributeValue> values() {
        return values;
    }

    ObjectLeases.Group after() {
        Map<String, String> all = new HashMap<>(seen.facts());
        all.putAll(facts);
        all.keySet().removeAll(without);
        return new ObjectLeases.Group(seen.id(), seen.version() + 1, all);
    }
}
