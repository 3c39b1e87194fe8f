package routes.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import routes.settings.Settings;

/**
 * The tables that may be exported, as they are configured: {@code export.tables} names them, and each has its columns,
 * {@code customer_id:bigint,balance:decimal(12,2)}. Nothing else of the catalog can be asked for.
 */
final class ExportTables {
    static final String NAME_EXPECTED = "lower-case letters, digits and underscores, at most 128";

    static final String COLUMN_EXPECTED = "letters, digits and underscores, at most 128";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,128}");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z0-9_]{1,128}");
    /** The comma of {@code decimal(12,2)} stands between brackets. */
    private static final Pattern BETWEEN_COLUMNS = Pattern.compile(",(?![^(]*\\))");

    private static final String COLUMNS_EXPECTED =
            "columns with their types, such as customer_id:bigint,name:varchar," + "balance:decimal(12,2), each once";

    private ExportTables() {}

    /** Whether a text can be the name of a table: nothing in it has a meaning in SQL, a key or a URL. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether a text can be the name of a column, whose spelling is that of the records. */
    static boolean isColumn(String text) {
        return COLUMN.matcher(text).matches();
    }

    /** The column on which date filters act, if the table has it and it holds dates; Athena does not mind its case. */
    static Optional<Column> dateColumn(ExportTable table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name) && ExportQuery.isDate(column.type()))
                .findFirst();
    }

    /** Reads every table, in the order configured; what is wrong is collected in {@code settings}. */
    static Map<String, ExportTable> read(Settings settings) {
        Map<String, ExportTable> tables = new LinkedHashMap<>();
        List<String> names = settings.as(
                "export.tables",
                "names of tables separated by commas, each once: " + NAME_EXPECTED,
                List.of(),
                ExportTables::names);
        for (String name : names) {
            String key = "export.tables." + name + ".";
            List<Column> columns = settings.as(key + "columns", COLUMNS_EXPECTED, List.of(), ExportTables::columns);
            boolean iceberg = settings.flag(key + "iceberg");
            if (settings.areRight(key + "columns")) {
                tables.put(name, new ExportTable(name, columns, iceberg));
            }
        }
        return Collections.unmodifiableMap(tables);
    }

    private static List<String> names(String text) {
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            names.add(name.trim());
            expect(isName(name.trim()) && seen.add(name.trim()));
        }
        return List.copyOf(names);
    }

    private static List<Column> columns(String text) {
        Set<String> seen = new HashSet<>();
        List<Column> columns = new ArrayList<>();
        for (String column : BETWEEN_COLUMNS.split(text, -1)) {
            String[] parts = column.split(":", -1);
            expect(parts.length == 2);
            String name = parts[0].trim();
            expect(isColumn(name) && seen.add(name.toLowerCase(Locale.ROOT)));
            columns.add(new Column(name, ColumnType.parse(parts[1].trim())));
        }
        return List.copyOf(columns);
    }

    private static void expect(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("no name, no type, or a name twice");
        }
    }
}
