package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import local.gateway.Operations.Operation;
import local.gateway.SqlTree.TableName;

/** Shows a query the tables that it names, as the local Glue describes them. */
final class LakeCatalog {
    private static final Set<String> CATALOGS = Set.of("", DuckDb.CATALOG);

    /** {@code t}, {@code t@7} for its version 7, {@code t$snapshots}. */
    private static final Pattern NAME = Pattern.compile("([^@$]+)(?:@(\\d+)|(\\$snapshots))?");

    private final Map<String, Operation> glue;
    private final LakeObjects objects;
    private final ObjectCache cache;

    LakeCatalog(Map<String, Operation> glue, LakeObjects objects, ObjectCache cache) {
        this.glue = glue;
        this.objects = objects;
        this.cache = cache;
    }

    /**
     * Makes the tables of a statement known to DuckDB.
     *
     * @param database where names without one are looked up; may be empty
     * @return how many bytes of S3 the statement reads
     */
    long show(Connection duckDb, SqlTree statement, String database)
            throws SQLException, IOException, InterruptedException, QueryFailedException {
        long bytes = 0;
        for (TableName name : statement.tables()) {
            if (!statement.defines(name)) {
                bytes += show(duckDb, name, database, statement.namesPath());
            }
        }
        String schema = schema(database.isEmpty() ? "default" : database);
        DuckDb.execute(duckDb, "CREATE SCHEMA IF NOT EXISTS " + schema + "; USE " + schema);
        return bytes;
    }

    private long show(Connection duckDb, TableName name, String otherwise, boolean withPath)
            throws SQLException, IOException, InterruptedException, QueryFailedException {
        String database = (name.database().isEmpty() ? otherwise : name.database()).toLowerCase(Locale.ROOT);
        Matcher parts = NAME.matcher(name.table());
        if (database.isEmpty()) {
            throw new QueryFailedException(
                    "MISSING_SCHEMA_NAME: Schema must be specified when session schema is not set");
        } else if (!CATALOGS.contains(name.catalog().toLowerCase(Locale.ROOT)) || !parts.matches()) {
            throw absent(database, name.table());
        }
        LakeView view = new LakeView(table(database, parts.group(1)), cache, duckDb);
        LakeView.Content content = parts.group(3) != null
                ? view.snapshots()
                : view.rows(Optional.ofNullable(parts.group(2)).map(Long::valueOf), withPath);
        DuckDb.execute(
                duckDb,
                "CREATE SCHEMA IF NOT EXISTS " + schema(database) + "; CREATE OR REPLACE VIEW " + schema(database) + "."
                        + SqlText.quotedName(name.table()) + " AS " + content.sql());
        return content.bytes();
    }

    private LakeTable table(String database, String table)
            throws IOException, InterruptedException, QueryFailedException {
        try {
            ObjectNode found = glue.get("GetTable").apply(Tree.object("DatabaseName", database, "Name", table));
            ObjectNode partitions =
                    glue.get("GetPartitions").apply(Tree.object("DatabaseName", database, "TableName", table));
            List<ObjectNode> known = Tree.elements(partitions.path("Partitions"))
                    .map(JsonNode::<ObjectNode>deepCopy)
                    .toList();
            return new LakeTable(found.path("Table").deepCopy(), known, objects);
        } catch (AwsError unknown) {
            throw absent(database, table);
        }
    }

    private static QueryFailedException absent(String database, String table) {
        return new QueryFailedException(
                "TABLE_NOT_FOUND: Table '" + DuckDb.CATALOG + "." + database + "." + table + "' does not exist");
    }

    private static String schema(String database) {
        return DuckDb.CATALOG + "." + SqlText.quotedName(database.toLowerCase(Locale.ROOT));
    }
}
