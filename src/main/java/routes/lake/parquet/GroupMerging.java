package routes.lake.parquet;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.ParquetColumn.Kind;
import routes.lake.parquet.ParquetMerge.Merged;

/** Decides for each row group of the old file whether it is copied or rewritten, and does it. */
final class GroupMerging {
    private static final int ROWS_AT_ONCE = 1024;
    private static final long BYTES_AT_ONCE = 1 << 20;

    private final ParquetReading old;
    private final String timeColumn;
    private final String keyColumn;
    private final @Nullable Predicate<byte[]> isDropped;
    private final Added added;
    private final ParquetWriting out;
    private final Fit timeFit;
    private final OldOrder order = new OldOrder();
    private long kept;
    private long dropped;
    private long replaced;
    private int copied;
    private int rewritten;

    GroupMerging(
            ParquetReading old,
            String timeColumn,
            String keyColumn,
            @Nullable Predicate<byte[]> isDropped,
            Added added,
            ParquetWriting out) {
        this.old = old;
        this.timeColumn = timeColumn;
        this.keyColumn = keyColumn;
        this.isDropped = isDropped;
        this.added = added;
        this.out = out;
        Fit.check(old.shapes(), out.shapes());
        Shape ours = required(timeColumn, Kind.MICROS);
        required(keyColumn, Kind.TEXT);
        this.timeFit = Fit.of(old.find(timeColumn).orElseThrow(), ours);
    }

    private Shape required(String column, Kind kind) {
        Shape shape = out.shapes().get(out.schema().index(column));
        if (shape.column().kind() != kind || !shape.column().required()) {
            throw new IllegalArgumentException(
                    "column " + column + " is " + (shape.column().required() ? "required " : "optional ") + shape.type()
                            + ", expected required " + kind);
        }
        return shape;
    }

    Merged merge() throws IOException {
        boolean copyable = out.copies(old);
        int[] groups = IntStream.range(0, old.groups())
                .filter(group -> old.rows(group) > 0)
                .toArray();
        for (int i = 0; i < groups.length; i++) {
            boolean last = i + 1 == groups.length;
            Optional<Range> next = last ? Optional.empty() : range(groups[i + 1]);
            Optional<Range> own = range(groups[i]);
            if (!copyable || own.isEmpty() || touched(groups[i], own.get(), next, last)) {
                rewrite(groups[i]);
                // What lies between two groups goes with the first, or ever more groups would come between them.
                next.ifPresent(range -> added.writeBefore(range.least()));
            } else {
                order.group(own.get());
                out.copy(old, groups[i]);
                kept += old.rows(groups[i]);
                copied++;
            }
        }
        added.writeRest();
        return new Merged(kept, dropped, replaced, added.written(), copied, rewritten);
    }

    private Optional<Range> range(int group) {
        Shape shape = out.shapes().get(out.schema().index(timeColumn));
        return old.range(group, timeColumn)
                .map(range -> new Range(timeFit.apply(range.least(), shape), timeFit.apply(range.most(), shape)));
    }

    private boolean touched(int group, Range own, Optional<Range> next, boolean last) throws IOException {
        boolean small =
                old.rows(group) < out.rowsOfGroup() / 2 && old.group(group).size() < ParquetWriting.BYTES_OF_GROUP / 2;
        boolean joined = small && (out.rowsInGroup() > 0 || last && !added.isEmpty());
        boolean hit = !added.isEmpty()
                && (added.time() <= own.most()
                        || next.isPresent() && added.time() < next.get().least());
        return joined || hit || loses(group);
    }

    private boolean loses(int group) throws IOException {
        if (isDropped != null) {
            ColumnValues keys = old.values(group, keyColumn);
            while (keys.next()) {
                if (isDropped.test(keys.text())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void rewrite(int group) throws IOException {
        List<ColumnValues> values = old.values(group, List.of(timeColumn, keyColumn));
        Shape timeShape = out.shapes().get(out.schema().index(timeColumn));
        ColumnValues times = values.get(values.size() - 2);
        ColumnValues keys = values.get(values.size() - 1);
        Taking taking = new Taking(group, values);
        while (times.next() && keys.next()) {
            if (times.isNull() || keys.isNull()) {
                throw new UnreadableParquet("column " + (times.isNull() ? timeColumn : keyColumn)
                        + " has an empty row, expected a value in every row");
            }
            long time = timeFit.apply(times.number(), timeShape);
            order.row(time, keys);
            while (!added.isEmpty() && added.time() <= time && added.compare(time, keys) < 0) {
                taking.flush();
                added.write();
            }
            if (!added.isEmpty() && added.time() == time && added.compare(time, keys) == 0) {
                taking.flush();
                added.write();
            }
            if (added.wroteLast(time, keys)) {
                taking.skip();
                replaced++;
            } else if (isDropped != null && isDropped.test(keys.text())) {
                taking.skip();
                dropped++;
            } else {
                taking.keep();
                kept++;
            }
        }
        taking.flush();
        rewritten++;
    }

    /** Takes rows over in runs, column by column. */
    private final class Taking {
        private final @Nullable ColumnValues[] columns;
        private final Fit[] fits;
        private final int most;
        private int run;
        private int skipped;

        Taking(int group, List<ColumnValues> values) {
            List<Shape> shapes = out.shapes();
            columns = new ColumnValues[shapes.size()];
            fits = new Fit[shapes.size()];
            for (int i = 0; i < columns.length; i++) {
                String name = shapes.get(i).name();
                for (ColumnValues one : values.subList(0, old.shapes().size())) {
                    if (one.shape().name().equals(name)) {
                        columns[i] = one;
                    }
                }
                fits[i] = columns[i] == null ? Fit.AS_IS : Fit.of(columns[i].shape(), shapes.get(i));
            }
            long bytes = old.group(group).chunks().stream()
                    .mapToLong(Footer.Chunk::plainSize)
                    .sum();
            most = (int) Math.max(1, Math.min(ROWS_AT_ONCE, BYTES_AT_ONCE / Math.max(1, bytes / old.rows(group))));
        }

        void keep() {
            if (skipped > 0) {
                flush();
            }
            run++;
        }

        void skip() {
            if (run > 0) {
                flush();
            }
            skipped++;
        }

        void flush() {
            for (ColumnValues column : columns) {
                if (column != null) {
                    column.skip(skipped);
                }
            }
            skipped = 0;
            while (run > 0) {
                int count = Math.min(run, most);
                out.take(columns, fits, count);
                run -= count;
            }
        }
    }
}
