package routes.lake.parquet;

import java.util.List;

/**
 * What one chunk of a row group holds: the values of a column, or of one side of its map.
 *
 * @param path from the column's name down
 * @param physical how values are stored, one of the constants
 * @param definition the definition level of a value that is there
 * @param repetition 0, or 1 within a list or map
 */
record Leaf(List<String> path, int physical, int definition, int repetition) {
    static final int BOOLEAN = 0;
    static final int INT32 = 1;
    static final int INT64 = 2;
    static final int INT96 = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int BYTE_ARRAY = 6;
    static final int FIXED = 7;

    private static final String[] NAMES = {
        "BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"
    };

    String name() {
        return String.join(".", path);
    }

    /**
     * Whether chunks of the other can stand for chunks of this one as they are; names within a list or map may differ.
     */
    boolean storesLike(Leaf other) {
        return physical == other.physical && definition == other.definition && repetition == other.repetition;
    }

    static String physical(int type) {
        return type >= 0 && type < NAMES.length ? NAMES[type] : "type " + type;
    }

    /** Bytes of a value, 0 where they vary or are less than one. */
    int width() {
        return switch (physical) {
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            default -> 0;
        };
    }
}
