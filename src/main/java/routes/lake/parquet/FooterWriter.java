package routes.lake.parquet;

import java.util.List;
import java.util.Map;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.Footer.Group;
import routes.lake.parquet.Footer.Stats;
import routes.lake.parquet.ParquetColumn.Kind;

/** Writes a footer; the same one becomes the same bytes. */
final class FooterWriter {
    private static final String WRITER = "lake-routes version 1.0 (build parquet)";

    private final CompactOutput out;
    private final List<Leaf> leaves;

    private FooterWriter(Bytes bytes, List<Leaf> leaves) {
        this.out = new CompactOutput(bytes);
        this.leaves = leaves;
    }

    /** Appends the footer's structure, without its length and the magic bytes. */
    static void write(Footer footer, Bytes bytes) {
        List<Leaf> leaves = footer.shapes().stream()
                .flatMap(shape -> shape.leaves().stream())
                .toList();
        new FooterWriter(bytes, leaves).footer(footer);
    }

    private void footer(Footer footer) {
        out.element().i32(1, 1);
        int nested = footer.shapes().stream().mapToInt(FooterWriter::elements).sum();
        out.list(2, CompactInput.STRUCT, 1 + nested);
        out.element().string(4, "rows").i32(5, footer.shapes().size()).end();
        footer.shapes().forEach(this::column);
        out.i64(3, footer.rows());
        out.list(4, CompactInput.STRUCT, footer.groups().size());
        footer.groups().forEach(this::group);
        out.list(5, CompactInput.STRUCT, footer.metadata().size());
        for (Map.Entry<String, String> entry : footer.metadata().entrySet()) {
            out.element().string(1, entry.getKey()).string(2, entry.getValue()).end();
        }
        out.string(6, WRITER);
        out.list(7, CompactInput.STRUCT, leaves.size());
        leaves.forEach(leaf -> out.element().empty(1).end());
        out.end();
    }

    private static int elements(Shape shape) {
        return switch (shape.column().kind()) {
            case INTEGERS -> 3;
            case TEXTS -> 4;
            default -> 1;
        };
    }

    private void column(Shape shape) {
        int repetition = shape.column().required() ? SchemaTree.REQUIRED : SchemaTree.OPTIONAL;
        String name = shape.name();
        switch (shape.column().kind()) {
            case INTEGERS -> {
                annotatedGroup(name, repetition, 3, 3);
                out.element()
                        .i32(3, SchemaTree.REPEATED)
                        .string(4, "list")
                        .i32(5, 1)
                        .end();
                leaf("element", Leaf.INT32, SchemaTree.REQUIRED, Kind.INTEGER);
            }
            case TEXTS -> {
                annotatedGroup(name, repetition, 1, 2);
                out.element()
                        .i32(3, SchemaTree.REPEATED)
                        .string(4, "key_value")
                        .i32(5, 2)
                        .end();
                leaf("key", Leaf.BYTE_ARRAY, SchemaTree.REQUIRED, Kind.TEXT);
                leaf("value", Leaf.BYTE_ARRAY, SchemaTree.OPTIONAL, Kind.TEXT);
            }
            default ->
                leaf(name, shape.leaf().physical(), repetition, shape.column().kind());
        }
    }

    private void annotatedGroup(String name, int repetition, int converted, int logical) {
        out.element().i32(3, repetition).string(4, name).i32(5, 1).i32(6, converted);
        out.struct(10).empty(logical).end().end();
    }

    private void leaf(String name, int physical, int repetition, Kind kind) {
        out.element().i32(1, physical).i32(3, repetition).string(4, name);
        switch (kind) {
            case TEXT -> out.i32(6, 0).struct(10).empty(1).end();
            case MILLIS -> timestamp(9, 1);
            case MICROS -> timestamp(10, 2);
            default -> {}
        }
        out.end();
    }

    private void timestamp(int converted, int unit) {
        out.i32(6, converted).struct(10).struct(8).truth(1, true);
        out.struct(2).empty(unit).end().end().end();
    }

    private void group(Group group) {
        out.element().list(1, CompactInput.STRUCT, group.chunks().size());
        for (int i = 0; i < group.chunks().size(); i++) {
            chunk(group.chunks().get(i), leaves.get(i));
        }
        out.i64(2, group.chunks().stream().mapToLong(Chunk::plainSize).sum());
        out.i64(3, group.rows());
        out.i64(5, group.chunks().get(0).start());
        out.i64(6, group.size()).end();
    }

    private void chunk(Chunk chunk, Leaf leaf) {
        out.element().i64(2, 0).struct(3).i32(1, leaf.physical());
        out.list(2, CompactInput.I32, chunk.encodings().size());
        chunk.encodings().forEach(out::element);
        out.list(3, CompactInput.BINARY, leaf.path().size());
        leaf.path().forEach(out::element);
        out.i32(4, chunk.codec()).i64(5, chunk.values());
        out.i64(6, chunk.plainSize()).i64(7, chunk.size()).i64(9, chunk.data());
        if (chunk.dictionary() > 0) {
            out.i64(11, chunk.dictionary());
        }
        stats(chunk.stats());
        out.end().end();
    }

    private void stats(Stats stats) {
        out.struct(12);
        if (stats.empty() >= 0) {
            out.i64(3, stats.empty());
        }
        if (stats.least() != null && stats.most() != null) {
            out.binary(5, stats.most()).binary(6, stats.least());
        }
        out.end();
    }
}
