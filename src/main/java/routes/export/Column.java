package routes.export;

import java.util.regex.Pattern;

/**
 * A column that may be exported and asked for.
 *
 * @param name letters, digits and underscores, in the spelling that results are to have
 * @param type what it holds
 */
record Column(String name, ColumnType type) {
    /** What Athena takes for a table or column, and what needs no escape in double quotes. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,255}");

    Column {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "column is '" + name + "', expected 1 to 255 letters, digits and underscores");
        }
    }

    /** The name as an identifier that no keyword can be mistaken for. */
    String sql() {
        return '"' + name + '"';
    }
}
