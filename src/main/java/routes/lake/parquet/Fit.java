package routes.lake.parquet;

import java.util.List;
import java.util.Optional;
import routes.lake.parquet.ParquetColumn.Kind;

/**
 * How a file's column becomes one of ours.
 *
 * @param multiply numbers times this
 * @param divide and by this, which must leave no rest
 */
record Fit(long multiply, long divide) {
    static final Fit AS_IS = new Fit(1, 1);

    /** The fit of a column of the file for ours of the same name, or UnreadableParquet that names both types. */
    static Fit of(Shape old, Shape ours) {
        Kind kind = ours.column().kind();
        Kind oldKind = old.column().kind();
        boolean float32 = old.leaves().size() == 1
                && old.leaf().physical() == Leaf.FLOAT
                && old.leaf().repetition() == 0
                && old.type().equals("FLOAT");
        if (oldKind == kind || oldKind == Kind.INTEGER && kind == Kind.LONG || float32 && kind == Kind.REAL) {
            return AS_IS;
        }
        if (old.nanosOfUnit() > 0 && ours.nanosOfUnit() > 0) {
            return old.nanosOfUnit() > ours.nanosOfUnit()
                    ? new Fit(old.nanosOfUnit() / ours.nanosOfUnit(), 1)
                    : new Fit(1, ours.nanosOfUnit() / old.nanosOfUnit());
        }
        throw UnreadableParquet.of("column " + ours.name(), "type " + old.type(), ours.type());
    }

    /** Refuses a file that has a column that we do not know, or lacks one that no row of ours may lack. */
    static void check(List<Shape> old, List<Shape> ours) {
        for (Shape shape : old) {
            if (ours.stream().noneMatch(known -> known.name().equals(shape.name()))) {
                throw UnreadableParquet.of(
                        "column " + shape.name(), "type " + shape.type() + " in the file", "no such column");
            }
        }
        for (Shape shape : ours) {
            Optional<Shape> found =
                    old.stream().filter(one -> one.name().equals(shape.name())).findFirst();
            if (found.isPresent()) {
                of(found.get(), shape);
            } else if (shape.column().required()) {
                throw UnreadableParquet.of(
                        "column " + shape.name(),
                        "no place in the file",
                        "one, because it is required as " + shape.type());
            }
        }
    }

    long apply(long value, Shape column) {
        try {
            if (value % divide == 0) {
                return Math.multiplyExact(value, multiply) / divide;
            }
        } catch (ArithmeticException e) {
            // Said below.
        }
        throw UnreadableParquet.of(
                "column " + column.name(), "a time that is lost in another unit", "one that fits " + column.type());
    }

    boolean changes() {
        return multiply != divide;
    }
}
