package local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A column of a result, with Athena's words for its type. */
record AthenaColumn(String name, String type, int precision, int scale) {
    private record Type(String name, int precision) {}

    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("BOOLEAN", new Type("boolean", 0)),
            Map.entry("TINYINT", new Type("tinyint", 3)),
            Map.entry("SMALLINT", new Type("smallint", 5)),
            Map.entry("INTEGER", new Type("integer", 10)),
            Map.entry("BIGINT", new Type("bigint", 19)),
            // What DuckDB sums integers to, where Athena has bigint.
            Map.entry("HUGEINT", new Type("bigint", 19)),
            Map.entry("FLOAT", new Type("float", 17)),
            Map.entry("DOUBLE", new Type("double", 17)),
            Map.entry("DATE", new Type("date", 0)),
            Map.entry("TIME", new Type("time", 3)),
            Map.entry("TIMESTAMP", new Type("timestamp", 3)),
            Map.entry("TIMESTAMP_MS", new Type("timestamp", 3)),
            Map.entry("TIMESTAMP WITH TIME ZONE", new Type("timestamp with time zone", 3)),
            Map.entry("BLOB", new Type("varbinary", 1_073_741_824)),
            Map.entry("JSON", new Type("json", 0)));

    private static final Type TEXT = new Type("varchar", Integer.MAX_VALUE);
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

    /** @param inDuckDb DuckDB's name for the type */
    static AthenaColumn of(String name, String inDuckDb) {
        Matcher decimal = DECIMAL.matcher(inDuckDb);
        if (decimal.matches()) {
            return new AthenaColumn(
                    name, "decimal", Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        } else if (inDuckDb.endsWith("]")) {
            return new AthenaColumn(name, "array", 0, 0);
        } else if (inDuckDb.startsWith("MAP(")) {
            return new AthenaColumn(name, "map", 0, 0);
        } else if (inDuckDb.startsWith("STRUCT(")) {
            return new AthenaColumn(name, "row", 0, 0);
        }
        Type type = TYPES.getOrDefault(inDuckDb.toUpperCase(Locale.ROOT), TEXT);
        return new AthenaColumn(name, type.name(), type.precision(), 0);
    }

    ObjectNode info() {
        return Tree.object(
                "CatalogName",
                "hive",
                "SchemaName",
                "",
                "TableName",
                "",
                "Name",
                name,
                "Label",
                name,
                "Type",
                type,
                "Precision",
                precision,
                "Scale",
                scale,
                "Nullable",
                "UNKNOWN",
                "CaseSensitive",
                type.equals("varchar"));
    }
}
