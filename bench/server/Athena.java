package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Athena's JSON protocol for queries that have all succeeded at once with the same result. A token starts a query once;
 * with another statement it is refused.
 */
final class Athena {
    /** Where results lie in {@code lake-results}. */
    static final String PREFIX = "athena/";

    private final Map<String, String> statements = new TreeMap<>();

    synchronized void reset() {
        statements.clear();
    }

    /** How many queries have been started, each token once. */
    synchronized int queries() {
        return statements.size();
    }

    synchronized String answer(String action, Map<String, Object> input) {
        return switch (action) {
            case "StartQueryExecution" -> start(input);
            case "GetQueryExecution" -> Json.text(Map.of("QueryExecution", execution(known(input))));
            case "GetQueryResults" -> {
                known(input);
                yield Json.text(Map.of("ResultSet", Map.of("Rows", List.of(), "ResultSetMetadata", metadata())));
            }
            case "StopQueryExecution" -> {
                known(input);
                yield "{}";
            }
            default -> throw new ServiceException(400, "InvalidRequestException", "no operation " + action);
        };
    }

    private String start(Map<String, Object> input) {
        String token = String.valueOf(input.get("ClientRequestToken"));
        String statement = input.get("QueryString") + " " + input.get("ExecutionParameters");
        String id = Digests.hex("MD5", token.getBytes(UTF_8));
        String before = statements.putIfAbsent(id, statement);
        if (before != null && !before.equals(statement)) {
            throw new ServiceException(400, "InvalidRequestException", "Idempotent parameters do not match");
        }
        return Json.text(Map.of("QueryExecutionId", id));
    }

    private String known(Map<String, Object> input) {
        String id = String.valueOf(input.get("QueryExecutionId"));
        if (!statements.containsKey(id)) {
            throw new ServiceException(400, "InvalidRequestException", "QueryExecution " + id + " was not found");
        }
        return id;
    }

    private static Map<String, Object> execution(String id) {
        return Map.of(
                "QueryExecutionId",
                id,
                "Status",
                Map.of("State", "SUCCEEDED"),
                "Statistics",
                Map.of("DataScannedInBytes", 1_000_000L, "TotalExecutionTimeInMillis", 1_000L),
                "ResultConfiguration",
                Map.of("OutputLocation", "s3://lake-results/" + PREFIX + id + ".csv"));
    }

    private static Map<String, Object> metadata() {
        List<Object> columns = new ArrayList<>();
        ResultCsv.COLUMNS.forEach(column -> columns.add(Map.of(
                "Name", column.getKey(),
                "Type", column.getValue(),
                "Precision", 12L,
                "Scale", column.getValue().equals("decimal") ? 2L : 0L)));
        return Map.of("ColumnInfo", columns);
    }
}
