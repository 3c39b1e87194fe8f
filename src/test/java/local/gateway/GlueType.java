package local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The catalog's types in DuckDB's words. */
final class GlueType {
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("string", "VARCHAR"),
            Map.entry("boolean", "BOOLEAN"),
            Map.entry("tinyint", "TINYINT"),
            Map.entry("smallint", "SMALLINT"),
            Map.entry("int", "INTEGER"),
            Map.entry("integer", "INTEGER"),
            Map.entry("bigint", "BIGINT"),
            Map.entry("float", "REAL"),
            Map.entry("real", "REAL"),
            Map.entry("double", "DOUBLE"),
            Map.entry("decimal", "DECIMAL(10,0)"),
            Map.entry("date", "DATE"),
            Map.entry("timestamp", "TIMESTAMP"),
            Map.entry("timestamptz", "TIMESTAMPTZ"),
            Map.entry("timestamp with time zone", "TIMESTAMPTZ"),
            Map.entry("binary", "BLOB"));

    private GlueType() {}

    static String inDuckDb(String type) throws QueryFailedException {
        String given = type.strip().toLowerCase(Locale.ROOT);
        if (PLAIN.containsKey(given)) {
            return PLAIN.get(given);
        } else if (given.matches("(varchar|char)(\\(\\d+\\))?")) {
            return "VARCHAR";
        } else if (given.matches("decimal\\(\\d+,\\s*\\d+\\)")) {
            return given.toUpperCase(Locale.ROOT);
        } else if (given.matches("(?s)array<.+>")) {
            return inDuckDb(inside(given)) + "[]";
        } else if (given.matches("(?s)map<.+>") && elements(inside(given)).size() == 2) {
            List<String> pair = elements(inside(given));
            return "MAP(" + inDuckDb(pair.get(0)) + ", " + inDuckDb(pair.get(1)) + ")";
        } else if (given.matches("(?s)struct<.+:.+>")) {
            return struct(elements(inside(given)));
        }
        throw new QueryFailedException("HIVE_INVALID_METADATA: the local Athena knows no type " + type);
    }

    private static String struct(List<String> fields) throws QueryFailedException {
        List<String> inDuckDb = new ArrayList<>();
        for (String field : fields) {
            String[] nameAndType = field.split(":", 2);
            inDuckDb.add(SqlText.quotedName(nameAndType[0].strip()) + " " + inDuckDb(nameAndType[1]));
        }
        return inDuckDb.stream().collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    private static String inside(String type) {
        return type.substring(type.indexOf('<') + 1, type.length() - 1);
    }

    /** What commas separate, but not those within brackets. */
    private static List<String> elements(String list) {
        List<String> elements = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char sign = list.charAt(i);
            depth += "<(".indexOf(sign) >= 0 ? 1 : ">)".indexOf(sign) >= 0 ? -1 : 0;
            if (sign == ',' && depth == 0) {
                elements.add(list.substring(start, i));
                start = i + 1;
            }
        }
        elements.add(list.substring(start));
        return elements;
    }
}
