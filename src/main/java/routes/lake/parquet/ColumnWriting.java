package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ParquetColumn.Kind;

/** One column of the row group in the making. */
abstract class ColumnWriting {
    final Shape shape;

    /** The level at which a row is empty is 0; one that has an empty list or map has this one. */
    final int outer;

    /** Rows that have their value. */
    int rows;

    private ColumnWriting(Shape shape) {
        this.shape = shape;
        this.outer = shape.column().required() ? 0 : 1;
    }

    static ColumnWriting of(Shape shape, PageMaker maker) {
        return switch (shape.column().kind()) {
            case TEXT -> new Texts(shape, maker);
            case INTEGERS -> new Lists(shape, maker);
            case TEXTS -> new Maps(shape, maker);
            default -> new Numbers(shape, maker);
        };
    }

    abstract List<LeafWriting> leaves();

    /** Refuses a value of another kind than the column's, and a second one in a row. */
    final void expect(Kind kind, Kind asked, int rowsBefore) {
        if (shape.column().kind() != kind) {
            throw new IllegalStateException(
                    "column " + shape.name() + " got a value of kind " + asked + ", expected " + shape.type());
        }
        if (rows != rowsBefore) {
            throw new IllegalStateException("column " + shape.name() + " got a second value, expected one a row");
        }
    }

    final IllegalStateException missing() {
        return new IllegalStateException(
                "column " + shape.name() + " is empty, expected a value because it is required");
    }

    /** Empty rows. */
    final void nothing(int count) {
        rows += count;
        for (LeafWriting leaf : leaves()) {
            for (int i = 0; i < count; i++) {
                leaf.row();
                leaf.nothing(0, 0);
            }
        }
    }

    /** Takes the next rows of a file's column over; without a column they are empty. */
    final void take(@Nullable ColumnValues from, int count, Fit fit) {
        if (from == null) {
            nothing(count);
            return;
        }
        if (shape.leaf().repetition() > 0) {
            for (int i = 0; i < count; i++) {
                from.next();
                if (from.isNull()) {
                    takeNothing();
                } else {
                    takeNested(from);
                }
            }
            return;
        }
        from.passed(count);
        LeafValues values = from.leaf();
        for (int i = 0; i < count; i++) {
            values.advance();
            if (values.defined()) {
                takeValue(values, fit);
            } else {
                takeNothing();
            }
        }
    }

    private void takeNothing() {
        if (outer == 0) {
            throw UnreadableParquet.of("column " + shape.name(), "an empty row", "a value in every row");
        }
        nothing(1);
    }

    void takeValue(LeafValues from, Fit fit) {
        throw new IllegalStateException("column " + shape.name() + " is nested");
    }

    void takeNested(ColumnValues from) {
        throw new IllegalStateException("column " + shape.name() + " is not nested");
    }

    /** INTEGER, LONG, REAL by its bits, TRUTH as 0 or 1, MILLIS and MICROS. */
    static final class Numbers extends ColumnWriting {
        private final NumberLeaf leaf;

        private Numbers(Shape shape, PageMaker maker) {
            super(shape);
            leaf = new NumberLeaf(shape.leaf(), maker);
        }

        void add(long value) {
            rows++;
            leaf.row();
            leaf.add(value, 0);
        }

        @Override
        void takeValue(LeafValues from, Fit fit) {
            add(fit.changes() ? fit.apply(from.number(), shape) : from.number());
        }

        @Override
        List<LeafWriting> leaves() {
            return List.of(leaf);
        }
    }

    /** TEXT. */
    static final class Texts extends ColumnWriting {
        private final TextLeaf leaf;

        private Texts(Shape shape, PageMaker maker) {
            super(shape);
            leaf = new TextLeaf(shape.leaf(), maker);
        }

        void add(byte[] bytes, int offset, int count) {
            rows++;
            leaf.row();
            leaf.add(bytes, offset, count, 0);
        }

        @Override
        void takeValue(LeafValues from, Fit fit) {
            rows++;
            leaf.row();
            leaf.add(from);
        }

        @Override
        List<LeafWriting> leaves() {
            return List.of(leaf);
        }
    }

    /** INTEGERS. */
    static final class Lists extends ColumnWriting {
        private final NumberLeaf leaf;

        private Lists(Shape shape, PageMaker maker) {
            super(shape);
            leaf = new NumberLeaf(shape.leaf(), maker);
        }

        void add(int[] values, int count) {
            rows++;
            leaf.row();
            if (count == 0) {
                leaf.nothing(outer, 0);
            }
            for (int i = 0; i < count; i++) {
                leaf.add(values[i], i == 0 ? 0 : 1);
            }
        }

        @Override
        void takeNested(ColumnValues from) {
            int[] values = from.integers();
            add(values, values.length);
        }

        @Override
        List<LeafWriting> leaves() {
            return List.of(leaf);
        }
    }

    /** TEXTS, in the order of their keys. */
    static final class Maps extends ColumnWriting {
        private final TextLeaf keys;
        private final TextLeaf values;

        private Maps(Shape shape, PageMaker maker) {
            super(shape);
            keys = new TextLeaf(shape.leaf(), maker);
            values = new TextLeaf(shape.leaves().get(1), maker);
        }

        void add(Map<String, String> texts) {
            rows++;
            keys.row();
            values.row();
            if (texts.isEmpty()) {
                keys.nothing(outer, 0);
                values.nothing(outer, 0);
            }
            int repetition = 0;
            for (Map.Entry<String, String> entry : new TreeMap<>(texts).entrySet()) {
                byte[] key = entry.getKey().getBytes(UTF_8);
                byte[] value = entry.getValue().getBytes(UTF_8);
                keys.add(key, 0, key.length, repetition);
                values.add(value, 0, value.length, repetition);
                repetition = 1;
            }
        }

        @Override
        void takeNested(ColumnValues from) {
            add(from.texts());
        }

        @Override
        List<LeafWriting> leaves() {
            return List.of(keys, values);
        }
    }
}
