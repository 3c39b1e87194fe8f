package routes.lake.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.Footer.Group;

/**
 * Copies a row group from file to file, 4 MiB at a time; chunks that are neighbours are read together. What is not as its
 * checksum says is refused: copied once, it would be copied for ever.
 */
final class GroupCopy {
    private static final int AT_ONCE = 1 << 22;

    private final ParquetReading from;
    private final int group;
    private final OutputStream out;
    private final List<String> names;

    private GroupCopy(ParquetReading from, int group, OutputStream out) {
        this.from = from;
        this.group = group;
        this.out = out;
        this.names = from.shapes().stream()
                .flatMap(shape -> shape.leaves().stream())
                .map(Leaf::name)
                .toList();
    }

    /** Copies the group's bytes to a place; returns where its chunks are now. */
    static Group copy(ParquetReading from, int group, OutputStream out, long place) throws IOException {
        return new GroupCopy(from, group, out).to(place);
    }

    private Group to(long place) throws IOException {
        Group found = from.group(group);
        List<Chunk> chunks = found.chunks();
        List<Chunk> moved = new ArrayList<>();
        long written = place;
        int first = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            moved.add(chunk.movedBy(written - chunk.start()));
            written += chunk.size();
            boolean last = i + 1 == chunks.size();
            if (last || chunks.get(i + 1).start() != chunk.start() + chunk.size()) {
                copy(first, i + 1);
                first = i + 1;
            }
        }
        return new Group(found.rows(), List.copyOf(moved));
    }

    /** Copies chunks that are neighbours. */
    private void copy(int first, int behind) throws IOException {
        List<Chunk> chunks = from.group(group).chunks();
        long at = chunks.get(first).start();
        long end = chunks.get(behind - 1).start() + chunks.get(behind - 1).size();
        byte[] buffer = new byte[(int) Math.min(AT_ONCE, end - at)];
        int held = 0;
        int chunk = first;
        PageSums sums = sums(chunk);
        while (at < end) {
            int count = (int) Math.min(buffer.length - held, end - at);
            from.source().read(at, buffer, held, count);
            out.write(buffer, held, count);
            at += count;
            int filled = held + count;
            int passed = sums.take(buffer, 0, filled);
            while (sums.isDone() && chunk + 1 < behind) {
                chunk++;
                sums = sums(chunk);
                passed = sums.take(buffer, passed, filled);
            }
            held = filled - passed;
            System.arraycopy(buffer, passed, buffer, 0, held);
        }
    }

    private PageSums sums(int chunk) {
        return new PageSums(
                from.group(group).chunks().get(chunk), "row group " + group + ", column " + names.get(chunk));
    }
}
