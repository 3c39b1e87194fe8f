package routes.aws;

import java.util.List;

/**
 * A query for Athena.
 *
 * @param sql with a {@code ?} for every parameter
 * @param parameters SQL literals, in the order of their places: texts in single quotes, numbers plain
 */
public record Statement(String sql, List<String> parameters) {
    public Statement {
        if (sql.isBlank()) {
            throw new IllegalArgumentException("SQL of a statement is empty, expected a query");
        }
        parameters = List.copyOf(parameters);
        if (parameters.contains("")) {
            throw new IllegalArgumentException(
                    "parameter " + (parameters.indexOf("") + 1) + " of a statement is empty, expected an SQL literal");
        }
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "statement with " + parameters.size() + " parameters";
    }
}
