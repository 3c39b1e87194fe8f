package routes.export;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column holds, in the words of Athena.
 *
 * @param kind the family of types
 * @param precision digits of a {@code decimal}, 1 to 38; 0 for any other kind
 * @param scale digits of a {@code decimal} behind its point, 0 to precision; 0 for any other kind
 */
record ColumnType(Kind kind, int precision, int scale) {
    private static final int MOST_DIGITS = 38;
    private static final Pattern DECIMAL = Pattern.compile("decimal\\( ?(\\d{1,2}) ?, ?(\\d{1,2}) ?\\)");
    /** Names of Glue, Hive and Iceberg beside those of the SQL that Athena speaks. */
    private static final Map<String, Kind> NAMES = Map.ofEntries(
            Map.entry("varchar", Kind.TEXT),
            Map.entry("string", Kind.TEXT),
            Map.entry("boolean", Kind.BOOLEAN),
            Map.entry("tinyint", Kind.TINYINT),
            Map.entry("smallint", Kind.SMALLINT),
            Map.entry("int", Kind.INTEGER),
            Map.entry("integer", Kind.INTEGER),
            Map.entry("bigint", Kind.BIGINT),
            Map.entry("real", Kind.REAL),
            Map.entry("float", Kind.REAL),
            Map.entry("double", Kind.DOUBLE),
            Map.entry("date", Kind.DATE),
            Map.entry("timestamp", Kind.TIMESTAMP),
            Map.entry("timestamp with time zone", Kind.TIMESTAMP_WITH_ZONE));

    /** What {@code length} gives. */
    static final ColumnType BIGINT = new ColumnType(Kind.BIGINT, 0, 0);

    /** Families of types, each with its name in a {@code CAST}. */
    enum Kind {
        TEXT("varchar"),
        BOOLEAN("boolean"),
        TINYINT("tinyint"),
        SMALLINT("smallint"),
        INTEGER("integer"),
        BIGINT("bigint"),
        REAL("real"),
        DOUBLE("double"),
        DECIMAL("decimal"),
        DATE("date"),
        TIMESTAMP("timestamp"),
        TIMESTAMP_WITH_ZONE("timestamp with time zone");

        private final String sql;

        Kind(String sql) {
            this.sql = sql;
        }
    }

    ColumnType {
        boolean sized = kind == Kind.DECIMAL
                ? precision >= 1 && precision <= MOST_DIGITS && scale >= 0 && scale <= precision
                : precision == 0 && scale == 0;
        if (!sized) {
            throw new IllegalArgumentException("column type is '%s(%d,%d)', expected decimal(1 to 38, 0 to precision)"
                            .formatted(kind.sql, precision, scale)
                    + " or another type without digits");
        }
    }

    /**
     * Reads a type as a table's settings write it, in upper or lower case.
     *
     * @throws IllegalArgumentException when it is none that can be exported, such as an array
     */
    static ColumnType parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Kind kind = NAMES.get(name);
        if (kind != null) {
            return new ColumnType(kind, 0, 0);
        }
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return new ColumnType(Kind.DECIMAL, Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        throw new IllegalArgumentException("column type is '" + text + "', expected varchar, string, boolean, tinyint,"
                + " smallint, integer, int, bigint, real, float, double, decimal(p,s), date, timestamp or timestamp with"
                + " time zone");
    }

    /** The name to cast to, in Athena: {@code varchar}, {@code decimal(10,2)}. */
    String sql() {
        return kind == Kind.DECIMAL ? "decimal(" + precision + "," + scale + ")" : kind.sql;
    }

    @Override
    public String toString() {
        return sql();
    }
}
