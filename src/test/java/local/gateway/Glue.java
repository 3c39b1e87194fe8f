package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import local.gateway.Operations.Operation;

/** The data catalog: databases, tables and partitions, kept as they were given. */
final class Glue {
    private record Database(ObjectNode definition, Map<String, Table> tables) {}

    private record Table(ObjectNode definition, Map<List<String>, ObjectNode> partitions) {}

    private final Map<String, Database> databases = new TreeMap<>();

    Map<String, Operation> operations() {
        return Map.ofEntries(
                Map.entry("CreateDatabase", this::createDatabase),
                Map.entry("GetDatabase", this::getDatabase),
                Map.entry("GetDatabases", this::getDatabases),
                Map.entry("DeleteDatabase", this::deleteDatabase),
                Map.entry("CreateTable", this::createTable),
                Map.entry("UpdateTable", this::updateTable),
                Map.entry("GetTable", this::getTable),
                Map.entry("GetTables", this::getTables),
                Map.entry("DeleteTable", this::deleteTable),
                Map.entry("CreatePartition", this::createPartition),
                Map.entry("BatchCreatePartition", this::createPartitions),
                Map.entry("GetPartition", this::getPartition),
                Map.entry("GetPartitions", this::getPartitions));
    }

    private synchronized ObjectNode createDatabase(ObjectNode input) {
        ObjectNode definition = definition(input.path("DatabaseInput"), "Name");
        requireNew("Database", databases, name(definition));
        databases.put(name(definition), new Database(definition, new TreeMap<>()));
        return Tree.object();
    }

    private synchronized ObjectNode getDatabase(ObjectNode input) {
        return Tree.object("Database", database(input, "Name").definition());
    }

    private synchronized ObjectNode getDatabases(ObjectNode input) {
        return Tree.object(
                "DatabaseList", Tree.array(databases.values().stream().map(Database::definition)));
    }

    private synchronized ObjectNode deleteDatabase(ObjectNode input) {
        databases.remove(name(database(input, "Name").definition()));
        return Tree.object();
    }

    private synchronized ObjectNode createTable(ObjectNode input) {
        Database database = database(input, "DatabaseName");
        ObjectNode definition = definition(input.path("TableInput"), "Name");
        definition.put("DatabaseName", name(database.definition()));
        requireNew("Table", database.tables(), name(definition));
        database.tables().put(name(definition), new Table(definition, new LinkedHashMap<>()));
        return Tree.object();
    }

    private synchronized ObjectNode updateTable(ObjectNode input) {
        ObjectNode definition = definition(input.path("TableInput"), "Name");
        Table old = table(Tree.object("DatabaseName", input.get("DatabaseName"), "Name", name(definition)), "Name");
        definition.set("DatabaseName", old.definition().get("DatabaseName"));
        database(input, "DatabaseName").tables().put(name(definition), new Table(definition, old.partitions()));
        return Tree.object();
    }

    private synchronized ObjectNode getTable(ObjectNode input) {
        return Tree.object("Table", table(input, "Name").definition());
    }

    private synchronized ObjectNode getTables(ObjectNode input) {
        return Tree.object(
                "TableList",
                Tree.array(database(input, "DatabaseName").tables().values().stream()
                        .map(Table::definition)));
    }

    private synchronized ObjectNode deleteTable(ObjectNode input) {
        Table table = table(input, "Name");
        database(input, "DatabaseName").tables().remove(name(table.definition()));
        return Tree.object();
    }

    private synchronized ObjectNode createPartition(ObjectNode input) {
        Table table = table(input, "TableName");
        ObjectNode partition = partition(table, input.path("PartitionInput"));
        if (table.partitions().putIfAbsent(values(partition), partition) != null) {
            throw new AwsError(400, "AlreadyExistsException", "Partition already exists.");
        }
        return Tree.object();
    }

    private synchronized ObjectNode createPartitions(ObjectNode input) {
        Table table = table(input, "TableName");
        List<ObjectNode> errors = new ArrayList<>();
        for (JsonNode wanted : input.path("PartitionInputList")) {
            ObjectNode partition = partition(table, wanted);
            if (table.partitions().putIfAbsent(values(partition), partition) != null) {
                ObjectNode detail =
                        Tree.object("ErrorCode", "AlreadyExistsException", "ErrorMessage", "Partition already exists.");
                errors.add(Tree.object("PartitionValues", partition.get("Values"), "ErrorDetail", detail));
            }
        }
        return Tree.object("Errors", Tree.array(errors.stream()));
    }

    private static ObjectNode partition(Table table, JsonNode wanted) {
        ObjectNode partition = definition(wanted, null);
        partition.set("DatabaseName", table.definition().get("DatabaseName"));
        partition.set("TableName", table.definition().get("Name"));
        return partition;
    }

    private synchronized ObjectNode getPartition(ObjectNode input) {
        ObjectNode partition = table(input, "TableName").partitions().get(texts(input.path("PartitionValues")));
        if (partition == null) {
            throw missing("Cannot find partition.");
        }
        return Tree.object("Partition", partition);
    }

    private synchronized ObjectNode getPartitions(ObjectNode input) {
        if (input.hasNonNull("Expression")) {
            throw new AwsError(400, "InvalidInputException", "the local Glue filters no partitions by Expression");
        }
        return Tree.object("Partitions", Tree.array(table(input, "TableName").partitions().values().stream()));
    }

    private Database database(ObjectNode input, String field) {
        Database database = databases.get(Tree.text(input, field).toLowerCase(Locale.ROOT));
        if (database == null) {
            throw missing("Database " + Tree.text(input, field) + " not found.");
        }
        return database;
    }

    private Table table(ObjectNode input, String field) {
        Table table = database(input, "DatabaseName")
                .tables()
                .get(Tree.text(input, field).toLowerCase(Locale.ROOT));
        if (table == null) {
            throw missing("Table " + Tree.text(input, field) + " not found.");
        }
        return table;
    }

    /** Names are lower case in the catalog, whatever they were given as. */
    private static ObjectNode definition(JsonNode input, String nameField) {
        if (!input.isObject()) {
            throw new AwsError(400, "InvalidInputException", "the definition is missing");
        }
        ObjectNode definition = input.deepCopy();
        if (nameField != null) {
            definition.put(nameField, Tree.text(input, nameField).toLowerCase(Locale.ROOT));
        }
        definition.put("CatalogId", Aws.ACCOUNT);
        return definition.setAll(Tree.object(nameField == null ? "CreationTime" : "CreateTime", Instant.now()));
    }

    private static String name(ObjectNode definition) {
        return definition.get("Name").asText();
    }

    private static List<String> values(ObjectNode partition) {
        return texts(partition.path("Values"));
    }

    private static List<String> texts(JsonNode array) {
        return Tree.elements(array).map(JsonNode::asText).toList();
    }

    private static void requireNew(String kind, Map<String, ?> existing, String name) {
        if (existing.containsKey(name)) {
            throw new AwsError(400, "AlreadyExistsException", kind + " " + name + " already exists.");
        }
    }

    private static AwsError missing(String message) {
        return new AwsError(400, "EntityNotFoundException", message);
    }
}
