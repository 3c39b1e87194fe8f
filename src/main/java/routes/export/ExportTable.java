package routes.export;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table on the allow-list.
 *
 * @param name letters, digits and underscores: {@code dev_customers_silver}
 * @param columns those that leave the lake, in the order of the result; no other can be asked for
 * @param iceberg whether its rows become visible by a commit, later than their objects
 */
record ExportTable(String name, List<Column> columns, boolean iceberg) {
    ExportTable {
        columns = List.copyOf(columns);
        if (!Column.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "table is '" + name + "', expected 1 to 255 letters, digits and underscores");
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("table '" + name + "' has no columns, expected at least one");
        }
        long names = columns.stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (names != columns.size()) {
            throw new IllegalArgumentException("table '" + name + "' has columns "
                    + columns.stream().map(Column::name).toList() + ", expected each once, in whatever case");
        }
    }

    /** The column of this name; upper and lower case of ASCII are the same to Athena, quoted or not. */
    Optional<Column> column(String wanted) {
        // Beware: to Java, the Kelvin sign is a k as well.
        return columns.stream()
                .filter(column -> Column.NAME.matcher(wanted).matches())
                .filter(column -> column.name().equalsIgnoreCase(wanted))
                .findFirst();
    }

    /** The name as an identifier that no keyword can be mistaken for. */
    String sql() {
        return '"' + name + '"';
    }
}
