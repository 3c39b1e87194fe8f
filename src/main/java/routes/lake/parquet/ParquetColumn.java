package routes.lake.parquet;

/**
 * A column: its name, what it holds, whether it may be empty.
 *
 * @param name unique in its schema, not empty
 * @param kind what its values are
 * @param required whether every row has a value
 */
public record ParquetColumn(String name, Kind kind, boolean required) {

    /** What the values of a column are. */
    public enum Kind {
        /** UTF-8 text. */
        TEXT,
        /** A signed number of 32 bits. */
        INTEGER,
        /** A signed number of 64 bits. */
        LONG,
        /** A floating point number of 64 bits. */
        REAL,
        TRUTH,
        /** Milliseconds since 1970 in UTC. */
        MILLIS,
        /** Microseconds since 1970 in UTC. */
        MICROS,
        /** A list of signed numbers of 32 bits, none of them empty. */
        INTEGERS,
        /** A map from text to text. */
        TEXTS,
        /** What other writers write and this room does not; never in a schema of ours. */
        OTHER
    }

    public ParquetColumn {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column has no name, expected one");
        }
    }

    /** A column that has a value in every row. */
    public static ParquetColumn required(String name, Kind kind) {
        return new ParquetColumn(name, kind, true);
    }

    /** A column that may be empty. */
    public static ParquetColumn optional(String name, Kind kind) {
        return new ParquetColumn(name, kind, false);
    }
}
