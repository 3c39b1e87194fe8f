package routes.lake.parquet;

import java.util.ArrayList;
import java.util.List;
import routes.lake.parquet.ParquetColumn.Kind;

/**
 * A column as a file stores it.
 *
 * @param type its type in words, for messages
 * @param nanosOfUnit for a timestamp in UTC the nanoseconds of its unit, otherwise 0
 * @param first the index of its first chunk in a row group
 * @param leaves one, two of a map; any number of kind OTHER
 */
record Shape(ParquetColumn column, String type, long nanosOfUnit, int first, List<Leaf> leaves) {
    static final long MILLI = 1_000_000;
    static final long MICRO = 1_000;

    String name() {
        return column.name();
    }

    /** The only chunk of a column that is no map. */
    Leaf leaf() {
        return leaves.get(0);
    }

    /** How we write a schema's columns. */
    static List<Shape> all(ParquetSchema schema) {
        List<Shape> shapes = new ArrayList<>();
        int first = 0;
        for (ParquetColumn column : schema.columns()) {
            Shape shape = of(column, first);
            shapes.add(shape);
            first += shape.leaves.size();
        }
        return List.copyOf(shapes);
    }

    private static Shape of(ParquetColumn column, int first) {
        String name = column.name();
        int definition = column.required() ? 0 : 1;
        List<Leaf> leaves =
                switch (column.kind()) {
                    case INTEGERS -> List.of(new Leaf(List.of(name, "list", "element"), Leaf.INT32, definition + 1, 1));
                    case TEXTS ->
                        List.of(
                                new Leaf(List.of(name, "key_value", "key"), Leaf.BYTE_ARRAY, definition + 1, 1),
                                new Leaf(List.of(name, "key_value", "value"), Leaf.BYTE_ARRAY, definition + 2, 1));
                    default -> List.of(new Leaf(List.of(name), physical(column.kind()), definition, 0));
                };
        long nanos = column.kind() == Kind.MILLIS ? MILLI : column.kind() == Kind.MICROS ? MICRO : 0;
        return new Shape(column, column.kind().name(), nanos, first, leaves);
    }

    /** Whether row groups with a column stored like the other can be copied for this one. */
    boolean storesLike(Shape other) {
        boolean same = column.equals(other.column) && leaves.size() == other.leaves.size();
        for (int i = 0; same && i < leaves.size(); i++) {
            same = leaves.get(i).storesLike(other.leaves.get(i));
        }
        return same;
    }

    private static int physical(Kind kind) {
        return switch (kind) {
            case TRUTH -> Leaf.BOOLEAN;
            case INTEGER -> Leaf.INT32;
            case LONG, MILLIS, MICROS -> Leaf.INT64;
            case REAL -> Leaf.DOUBLE;
            default -> Leaf.BYTE_ARRAY;
        };
    }
}
