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

    private final Kind kind;
    private final List<LeafWriting> leaves;

    /** Rows that have their value. */
    int rows;

    private ColumnWriting(Shape shape, LeafWriting... leaves) {
        this.shape = shape;
        this.kind = shape.column().kind();
        this.leaves = List.of(leaves);
        this.outer = shape.column().required() ? 0 : 1;
    }

    static ColumnWriting of(Shape shape, PageMaker maker) {
        Leaf leaf = shape.leaf();
        return switch (shape.column().kind()) {
            case TEXT -> new Texts(shape, new TextLeaf(leaf, maker));
            case INTEGERS -> new Lists(shape, new NumberLeaf(leaf, maker));
            case TEXTS ->
                new Maps(
                        shape,
                        new TextLeaf(leaf, maker),
                        new TextLeaf(shape.leaves().get(1), maker));
            default -> new Numbers(shape, new NumberLeaf(leaf, maker));
        };
    }

    final Kind kind() {
        return kind;
    }

    final List<LeafWriting> leaves() {
        return leaves;
    }

    /** Refuses a value of another kind than the column's, and a second one in a row. */
    final void expect(Kind expected, Kind asked, int rowsBefore) {
        if (kind != expected || rows != rowsBefore) {
            throw refusal(expected, asked);
        }
    }

    private IllegalStateException refusal(Kind expected, Kind asked) {
        return new IllegalStateException("column " + shape.name() + " got a "
                + (kind == expected
                        ? "second value, expected one a row"
                        : "value of kind " + asked + ", expected " + shape.type()));
    }

    final IllegalStateException missing() {
        return new IllegalStateException(
                "column " + shape.name() + " is empty, expected a value because it is required");
    }

    /** Empty rows. */
    final void nothing(int count) {
        rows += count;
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            LeafWriting empty = leaves.get(leaf);
            for (int i = 0; i < count; i++) {
                empty.row();
                empty.nothing(0, 0);
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

        private Numbers(Shape shape, NumberLeaf leaf) {
            super(shape, leaf);
            this.leaf = leaf;
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
    }

    /** TEXT. */
    static final class Texts extends ColumnWriting {
        private final TextLeaf leaf;

        private Texts(Shape shape, TextLeaf leaf) {
            super(shape, leaf);
            this.leaf = leaf;
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
    }

    /** INTEGERS. */
    static final class Lists extends ColumnWriting {
        private final NumberLeaf leaf;

        private Lists(Shape shape, NumberLeaf leaf) {
            super(shape, leaf);
            this.leaf = leaf;
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
    }

    /** TEXTS, in the order of their keys. */
    static final class Maps extends ColumnWriting {
        private final TextLeaf keys;
        private final TextLeaf values;

        private Maps(Shape shape, TextLeaf keys, TextLeaf values) {
            super(shape, keys, values);
            this.keys = keys;
            this.values = values;
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
    }
}
