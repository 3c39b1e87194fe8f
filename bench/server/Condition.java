package bench.server;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition in DynamoDB's words: {@code AND}, {@code OR}, {@code NOT}, brackets, comparisons, {@code BETWEEN}, {@code
 * attribute_exists}, {@code attribute_not_exists} and {@code begins_with} on top-level attributes of a type each.
 */
final class Condition {
    private static final Pattern TOKEN = Pattern.compile("[#:]?\\w+|<=|>=|<>|[=<>(),]");

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Object> names;
    private final Map<String, Object> values;
    private final Map<String, Object> item;
    private int at;

    private Condition(String expression, Map<String, Object> words, Map<String, Object> item) {
        for (Matcher token = TOKEN.matcher(expression); token.find(); ) {
            tokens.add(token.group());
        }
        this.names = Json.map(words, "ExpressionAttributeNames");
        this.values = Json.map(words, "ExpressionAttributeValues");
        this.item = item;
    }

    /**
     * Whether it holds.
     *
     * @param expression null: it holds
     * @param words the request's part that explains its names and values
     * @param item attributes by name; empty: there is no such item
     */
    static boolean holds(Object expression, Map<String, Object> words, Map<String, Object> item) {
        return expression == null || new Condition((String) expression, words, item).whole();
    }

    private boolean whole() {
        boolean holds = or();
        if (at < tokens.size()) {
            throw unknown(tokens.get(at));
        }
        return holds;
    }

    private boolean or() {
        boolean holds = and();
        while (skip("OR")) {
            holds |= and();
        }
        return holds;
    }

    private boolean and() {
        boolean holds = not();
        while (skip("AND")) {
            holds &= not();
        }
        return holds;
    }

    private boolean not() {
        if (skip("NOT")) {
            return !not();
        }
        if (skip("(")) {
            boolean holds = or();
            expect(")");
            return holds;
        }
        return switch (tokens.get(at)) {
            case "attribute_exists" -> arguments(1).get(0) != null;
            case "attribute_not_exists" -> arguments(1).get(0) == null;
            case "begins_with" -> beginsWith(arguments(2));
            default -> comparison();
        };
    }

    private boolean comparison() {
        Object left = operand();
        String comparator = tokens.get(at++);
        Object right = operand();
        if (comparator.equals("BETWEEN")) {
            expect("AND");
            Object end = operand();
            return comparable(left, right)
                    && comparable(left, end)
                    && compare(left, right) >= 0
                    && compare(left, end) <= 0;
        }
        boolean comparable = comparable(left, right);
        return switch (comparator) {
            case "=" -> comparable && compare(left, right) == 0;
            case "<>" -> !comparable || compare(left, right) != 0;
            case "<" -> comparable && compare(left, right) < 0;
            case "<=" -> comparable && compare(left, right) <= 0;
            case ">" -> comparable && compare(left, right) > 0;
            case ">=" -> comparable && compare(left, right) >= 0;
            default -> throw unknown(comparator);
        };
    }

    private List<Object> arguments(int count) {
        at++;
        expect("(");
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(operand());
            expect(i < count - 1 ? "," : ")");
        }
        return arguments;
    }

    private Object operand() {
        String token = tokens.get(at++);
        if (token.startsWith(":")) {
            return values.get(token);
        }
        return item.get(token.startsWith("#") ? String.valueOf(names.get(token)) : token);
    }

    private static boolean beginsWith(List<Object> arguments) {
        return comparable(arguments.get(0), arguments.get(1))
                && content(arguments.get(0)).startsWith(content(arguments.get(1)));
    }

    private static boolean comparable(Object left, Object right) {
        return left != null && right != null && type(left).equals(type(right));
    }

    static int compare(Object left, Object right) {
        return type(left).equals("N")
                ? new BigDecimal(content(left)).compareTo(new BigDecimal(content(right)))
                : content(left).compareTo(content(right));
    }

    private static String type(Object value) {
        return ((Map<?, ?>) value).keySet().iterator().next().toString();
    }

    private static String content(Object value) {
        return ((Map<?, ?>) value).values().iterator().next().toString();
    }

    private boolean skip(String token) {
        boolean found = at < tokens.size() && tokens.get(at).equals(token);
        at += found ? 1 : 0;
        return found;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw unknown(at < tokens.size() ? tokens.get(at) : "the end");
        }
    }

    private static ServiceException unknown(String token) {
        return new ServiceException(400, "ValidationException", "not understood in a condition: " + token);
    }
}
