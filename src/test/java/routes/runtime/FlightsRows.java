package routes.runtime;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the tables of a test's lake tell.
 *
 * @param executions name of the table of executions
 * @param circuits name of the table of breakers
 */
record FlightsRows(TestLake lake, String executions, String circuits) {

    /** The row of OpenSky's breaker; nothing while all was well. */
    Map<String, String> circuit() {
        Map<String, String> row = new TreeMap<>();
        lake.clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(circuits).consistentRead(true))
                .items()
                .forEach(item ->
                        item.forEach((name, value) -> row.put(name, value.s() != null ? value.s() : value.n())));
        return row;
    }

    /** Every step of every run, by both. */
    Map<String, Map<String, String>> steps() {
        return rows(executions, "execution_id", "pipeline_step");
    }

    /** Every item of one step, whatever its run. */
    List<Map<String, String>> steps(String step) {
        return steps().values().stream()
                .filter(item -> item.get("pipeline_step").equals(step))
                .toList();
    }

    /** The steps of one run, by their names. */
    Map<String, Map<String, String>> run(String run) {
        Map<String, Map<String, String>> steps = new TreeMap<>();
        steps().values().stream()
                .filter(item -> item.get("execution_id").equals(run))
                .forEach(item -> steps.put(item.get("pipeline_step"), item));
        return steps;
    }

    /** Rows of the ledger, by run and time. */
    Map<String, Map<String, String>> ledger() {
        return rows(lake.table(), "run", "at");
    }

    /** The ledger's rows of one run, in order. */
    List<Map<String, String>> ledger(String run) {
        return ledger().values().stream()
                .filter(row -> row.get("run").equals(run))
                .toList();
    }

    private Map<String, Map<String, String>> rows(String table, String hash, String range) {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        lake.clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> {
                    Map<String, String> row = new TreeMap<>();
                    item.forEach((name, value) -> row.put(name, value.s() != null ? value.s() : value.n()));
                    rows.put(row.get(hash) + " " + row.get(range), row);
                });
        return rows;
    }
}
