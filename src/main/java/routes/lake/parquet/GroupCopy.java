package routes.lake.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import routes.lake.parquet.Footer.Chunk;
import routes.lake.parquet.Footer.Group;

/** Copies a row group from file to file, 4 MiB at a time; chunks that are neighbours are read together. */
final class GroupCopy {
    private static final int AT_ONCE = 1 << 22;

    private GroupCopy() {}

    /** Copies the group's bytes to a place; returns where its chunks are now. */
    static Group copy(ParquetReading from, int group, OutputStream out, long place) throws IOException {
        Group found = from.group(group);
        List<Chunk> moved = new ArrayList<>();
        long start = -1;
        long end = -1;
        long written = place;
        for (Chunk chunk : found.chunks()) {
            moved.add(chunk.movedBy(written - chunk.start()));
            written += chunk.size();
            if (chunk.start() != end) {
                copy(from.source(), start, end, out);
                start = chunk.start();
            }
            end = chunk.start() + chunk.size();
        }
        copy(from.source(), start, end, out);
        return new Group(found.rows(), List.copyOf(moved));
    }

    private static void copy(ParquetSource source, long start, long end, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(AT_ONCE, end - start)];
        for (long at = start; at < end; ) {
            int count = (int) Math.min(buffer.length, end - at);
            source.read(at, buffer, 0, count);
            out.write(buffer, 0, count);
            at += count;
        }
    }
}
