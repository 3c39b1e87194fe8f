package local.gateway;

import java.sql.SQLException;
import java.util.Map;

/** Why a query ends as FAILED; the message is what Athena's caller is told as the reason. */
final class QueryFailedException extends Exception {
    private static final long serialVersionUID = 1;

    /** DuckDB's kinds of errors, and what Athena would have called them. */
    private static final Map<String, String> KINDS = Map.of(
            "Parser Error", "SYNTAX_ERROR",
            "Binder Error", "SYNTAX_ERROR",
            "Catalog Error", "SYNTAX_ERROR",
            "Permission Error", "PERMISSION_DENIED",
            "Conversion Error", "INVALID_CAST_ARGUMENT",
            "Invalid Input Error", "INVALID_FUNCTION_ARGUMENT",
            "Out of Range Error", "NUMERIC_VALUE_OUT_OF_RANGE");

    QueryFailedException(String reason) {
        super(reason);
    }

    static QueryFailedException of(SQLException failure) {
        String told = String.valueOf(failure.getMessage()).strip();
        String line = told.lines().findFirst().orElse("");
        int colon = line.indexOf(": ");
        String kind = colon < 0 ? "" : line.substring(0, colon);
        return new QueryFailedException(
                KINDS.containsKey(kind)
                        ? KINDS.get(kind) + ": " + line.substring(colon + 2)
                        : "GENERIC_INTERNAL_ERROR: " + line);
    }
}
