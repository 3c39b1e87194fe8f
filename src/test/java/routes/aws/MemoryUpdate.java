package routes.aws;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An update expression that sets, adds numbers and removes, done to a row in memory. */
record MemoryUpdate(String expression) {
    private static final Pattern PARTS = Pattern.compile("(SET|ADD|REMOVE) (.*?)(?= SET | ADD | REMOVE |$)");

    static MemoryUpdate of(String expression) {
        return new MemoryUpdate(expression);
    }

    void apply(Map<String, AttributeValue> row, Map<String, String> names, Map<String, AttributeValue> values) {
        for (MatchResult part : PARTS.matcher(expression).results().toList()) {
            for (String term : part.group(2).split(",")) {
                String[] sides = term.trim().split(" = | ");
                String name = names.getOrDefault(sides[0], sides[0]);
                switch (part.group(1)) {
                    case "SET" -> row.put(name, values.get(sides[1]));
                    case "ADD" -> row.merge(name, values.get(sides[1]), MemoryUpdate::sum);
                    default -> row.remove(name);
                }
            }
        }
    }

    private static AttributeValue sum(AttributeValue one, AttributeValue other) {
        return AttributeValue.fromN(
                new BigDecimal(one.n()).add(new BigDecimal(other.n())).toPlainString());
    }
}
