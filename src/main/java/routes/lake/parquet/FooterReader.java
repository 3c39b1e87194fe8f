package routes.lake.parquet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.Footer.Group;
import routes.lake.parquet.Footer.Stats;
import routes.lake.parquet.SchemaTree.Element;

/** Reads a footer and refuses one that cannot be true of a file of that length. */
final class FooterReader {
    private final CompactInput in;
    private final long most;
    private final List<Element> elements = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private long rows = -1;

    private FooterReader(byte[] bytes, int from, int end, long most) {
        this.in = new CompactInput(bytes, from, end, "footer");
        this.most = most;
    }

    /** @param most where the footer begins in the file: no chunk ends behind it */
    static Footer read(byte[] bytes, int from, int end, long most) {
        return new FooterReader(bytes, from, end, most).footer();
    }

    private Footer footer() {
        in.struct((id, type) -> {
            switch (id) {
                case 2 -> in.list(type, element -> elements.add(element(element)));
                case 3 -> rows = in.i64(type);
                case 4 -> in.list(type, element -> groups.add(group(element)));
                case 5 -> in.list(type, this::entry);
                default -> in.skip(type);
            }
        });
        List<Shape> shapes = SchemaTree.shapes(elements);
        int leaves = shapes.stream().mapToInt(shape -> shape.leaves().size()).sum();
        long sum = 0;
        for (Group group : groups) {
            if (group.chunks().size() != leaves) {
                throw UnreadableParquet.of("a row group", group.chunks().size() + " chunks", leaves);
            }
            sum = Math.addExact(sum, group.rows());
        }
        if (sum != rows) {
            throw UnreadableParquet.of("footer", rows + " rows", sum + " as in its row groups");
        }
        return new Footer(shapes, rows, List.copyOf(groups), metadata);
    }

    private Element element(int outer) {
        Element element = new Element();
        in.struct(outer, (id, type) -> {
            switch (id) {
                case 1 -> element.physical = in.i32(type);
                case 3 -> element.repetition = in.i32(type);
                case 4 -> element.name = in.string(type);
                case 5 -> element.children = in.i32(type);
                case 6 -> element.converted = in.i32(type);
                case 10 -> in.struct(type, (variant, inner) -> logical(element, variant, inner));
                default -> in.skip(type);
            }
        });
        if (element.children > 0) {
            element.physical = -1;
        }
        return element;
    }

    private void logical(Element element, int variant, int type) {
        element.logical = variant;
        switch (variant) {
            case 8 ->
                in.struct(type, (id, field) -> {
                    switch (id) {
                        case 1 -> element.flag = in.truth(field);
                        case 2 ->
                            in.struct(field, (unit, inner) -> {
                                element.nanos = unit == 1 ? Shape.MILLI : unit == 2 ? Shape.MICRO : 1;
                                in.skip(inner);
                            });
                        default -> in.skip(field);
                    }
                });
            case 10 ->
                in.struct(type, (id, field) -> {
                    if (id == 2) {
                        element.flag = in.truth(field);
                    } else {
                        in.skip(field);
                    }
                });
            default -> in.skip(type);
        }
    }

    private void entry(int outer) {
        String[] pair = {"", ""};
        in.struct(outer, (id, type) -> {
            if (id == 1 || id == 2) {
                pair[id - 1] = in.string(type);
            } else {
                in.skip(type);
            }
        });
        metadata.put(pair[0], pair[1]);
    }

    private Group group(int outer) {
        List<Chunk> chunks = new ArrayList<>();
        long[] count = {-1};
        in.struct(outer, (id, type) -> {
            switch (id) {
                case 1 -> in.list(type, element -> chunks.add(chunk(element)));
                case 3 -> count[0] = in.i64(type);
                default -> in.skip(type);
            }
        });
        if (count[0] < 0) {
            throw UnreadableParquet.of("a row group", count[0] + " rows", "0 or more");
        }
        return new Group(count[0], List.copyOf(chunks));
    }

    private Chunk chunk(int outer) {
        List<@Nullable Chunk> read = new ArrayList<>();
        in.struct(outer, (id, type) -> {
            switch (id) {
                case 1 -> throw new UnreadableParquet("a chunk is in another file, expected in this one");
                case 3 -> read.add(chunkMetadata(type));
                default -> in.skip(type);
            }
        });
        if (read.size() != 1 || read.get(0) == null) {
            throw new UnreadableParquet("a chunk has no metadata, expected some; it may be encrypted");
        }
        return sane(read.get(0));
    }

    private Chunk chunkMetadata(int outer) {
        List<Integer> encodings = new ArrayList<>();
        Stats[] stats = {Stats.UNKNOWN};
        long[] fields = new long[12];
        in.struct(outer, (id, type) -> {
            switch (id) {
                case 2 -> in.list(type, element -> encodings.add(in.i32(element)));
                case 1, 4 -> fields[id] = in.i32(type);
                case 5, 6, 7, 9, 11 -> fields[id] = in.i64(type);
                case 12 -> stats[0] = stats(type, (int) fields[1]);
                default -> in.skip(type);
            }
        });
        return new Chunk(
                (int) fields[4],
                List.copyOf(encodings),
                fields[5],
                fields[6],
                fields[7],
                fields[9],
                fields[11],
                stats[0]);
    }

    /** The older two fields are right for signed numbers alone: for texts nobody said which order they are of. */
    private Stats stats(int outer, int physical) {
        byte[][] values = new byte[7][];
        long[] empty = {-1};
        in.struct(outer, (id, type) -> {
            switch (id) {
                case 1, 2, 5, 6 -> values[id] = in.binary(type);
                case 3 -> empty[0] = in.i64(type);
                default -> in.skip(type);
            }
        });
        if (values[5] != null && values[6] != null) {
            return new Stats(values[6], values[5], empty[0]);
        }
        return physical == Leaf.INT32 || physical == Leaf.INT64
                ? new Stats(values[2], values[1], empty[0])
                : new Stats(null, null, empty[0]);
    }

    private Chunk sane(Chunk chunk) {
        boolean sane = chunk.values() >= 0
                && chunk.size() >= 0
                && chunk.data() >= 4
                && chunk.start() >= 4
                && chunk.start() <= most
                && chunk.size() <= most - chunk.start();
        if (!sane) {
            throw UnreadableParquet.of(
                    "footer", "a chunk of " + chunk.size() + " bytes at " + chunk.start(), "one between 4 and " + most);
        }
        return chunk;
    }
}
