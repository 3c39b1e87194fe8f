package local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement as DuckDB's own parser reads it, refused unless it is a single query over tables: no statement that
 * changes something and no function that reads files gets past here.
 */
final class SqlTree {
    /** A table as the statement names it. */
    record TableName(String catalog, String database, String table) {}

    private static final Set<String> HARMLESS_TABLE_FUNCTIONS = Set.of("unnest");

    private final JsonNode root;
    private final Set<TableName> tables = new LinkedHashSet<>();
    private final Set<String> named = new HashSet<>();
    private boolean namesPath;
    private boolean hasStar;

    private SqlTree(JsonNode root) {
        this.root = root;
    }

    static SqlTree of(Connection duckDb, String sql) throws SQLException, QueryFailedException {
        JsonNode answer = parsed(duckDb, sql);
        if (answer.path("error").asBoolean()) {
            throw new QueryFailedException("SYNTAX_ERROR: "
                    + answer.path("error_message").asText().lines().findFirst().orElse(""));
        }
        if (answer.path("statements").size() != 1) {
            throw new QueryFailedException("SYNTAX_ERROR: Only one sql statement is allowed");
        }
        SqlTree tree = new SqlTree(answer.path("statements").get(0).path("node"));
        tree.walk(tree.root);
        if (tree.namesPath && tree.hasStar) {
            throw new QueryFailedException("NOT_SUPPORTED: the local Athena cannot answer * beside \"$path\"");
        }
        return tree;
    }

    private static JsonNode parsed(Connection duckDb, String sql) throws SQLException {
        try (PreparedStatement parser =
                duckDb.prepareStatement("SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)")) {
            parser.setString(1, sql);
            try (ResultSet result = parser.executeQuery()) {
                result.next();
                return JsonWire.JSON.readTree(result.getString(1));
            }
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("DuckDB's parser did not answer in JSON", malformed);
        }
    }

    private void walk(JsonNode node) throws QueryFailedException {
        switch (node.path("type").asText()) {
            case "BASE_TABLE" ->
                tables.add(new TableName(
                        node.path("catalog_name").asText(),
                        node.path("schema_name").asText(),
                        node.path("table_name").asText().toLowerCase(Locale.ROOT)));
            case "TABLE_FUNCTION" -> {
                String function = node.path("function").path("function_name").asText();
                if (!HARMLESS_TABLE_FUNCTIONS.contains(function)) {
                    throw new QueryFailedException(
                            "FUNCTION_NOT_FOUND: Table function '" + function + "' not registered");
                }
            }
            case "SHOW_REF" -> throw new QueryFailedException("NOT_SUPPORTED: the local Athena runs queries only");
            case "STAR" -> hasStar = true;
            case "COLUMN_REF" -> {
                JsonNode names = node.path("column_names");
                namesPath |= names.path(names.size() - 1).asText().equals("$path");
            }
            default -> {}
        }
        node.path("cte_map")
                .path("map")
                .forEach(cte -> named.add(cte.path("key").asText().toLowerCase(Locale.ROOT)));
        for (JsonNode child : node) {
            walk(child);
        }
    }

    /** The tables that the statement reads; among them the names that it has itself given to queries. */
    Set<TableName> tables() {
        return tables;
    }

    /** Whether the statement gives this name to a query in its WITH. */
    boolean defines(TableName table) {
        return table.database().isEmpty() && named.contains(table.table());
    }

    boolean namesPath() {
        return namesPath;
    }

    /** The labels of the result's columns, those without one as Athena calls them; empty where a star decides. */
    List<String> labels() {
        JsonNode query = root;
        while (query.has("left")) {
            query = query.path("left");
        }
        List<String> labels = new ArrayList<>();
        for (JsonNode column : query.path("select_list")) {
            if (column.path("type").asText().equals("STAR")) {
                return List.of();
            }
            JsonNode names = column.path("column_names");
            String own = names.path(names.size() - 1).asText("_col" + labels.size());
            String alias = column.path("alias").asText();
            labels.add(alias.isEmpty() ? own : alias);
        }
        return labels;
    }
}
