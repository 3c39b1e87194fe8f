package routes.export;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A checked boolean expression: whoever holds one may put it into a query, in parentheses.
 *
 * @param sql names of allowed columns in double quotes, and {@code ?} for each value; nothing of the caller's
 * @param parameters for each {@code ?} an SQL literal, because Athena puts execution parameters into
 *     {@code EXECUTE … USING}: text in single quotes with {@code ''} for a quote in it, numbers plain
 */
record Condition(String sql, List<String> parameters) {
    /** Athena takes no longer execution parameter. */
    static final int LONGEST_PARAMETER = 1024;

    /** All that {@link ClauseRendering} writes is made of these. */
    private static final Pattern SQL = Pattern.compile("[A-Za-z0-9_\"(),?<>= ]+");

    private static final Pattern LITERAL = Pattern.compile("'(?:[^'\\p{Cc}]++|'')*+'|-?\\d+(?:\\.\\d+)?(?:E-?\\d+)?");

    Condition {
        parameters = List.copyOf(parameters);
        if (!SQL.matcher(sql).matches()) {
            throw new IllegalArgumentException("condition has other characters than names, marks and comparisons need");
        }
        long marks = sql.chars().filter(c -> c == '?').count();
        if (marks != parameters.size()) {
            throw new IllegalArgumentException("condition has " + marks + " marks and " + parameters.size()
                    + " parameters, expected as many of both");
        }
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            if (parameter.length() > LONGEST_PARAMETER
                    || !LITERAL.matcher(parameter).matches()) {
                throw new IllegalArgumentException("parameter " + (i + 1) + " of the condition has "
                        + parameter.length() + " characters, expected one SQL literal of at most " + LONGEST_PARAMETER);
            }
        }
    }

    /** Without the values: this one may be logged. */
    @Override
    public String toString() {
        return "Condition[sql=" + sql + ", " + parameters.size() + " parameters]";
    }
}
