package routes.lake.parquet;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the end of a file.
 *
 * @param shapes its columns
 * @param rows the sum of its groups'
 */
record Footer(List<Shape> shapes, long rows, List<Group> groups, Map<String, String> metadata) {
    static final int MAGIC = 0x31524150;
    static final int ENCRYPTED = 0x45524150;

    /** A row group; its chunks in the order of the schema's leaves. */
    record Group(long rows, List<Chunk> chunks) {

        /** Stored bytes. */
        long size() {
            return chunks.stream().mapToLong(Chunk::size).sum();
        }
    }

    /**
     * Where a chunk is and what is in it.
     *
     * @param values empty ones among them
     * @param plainSize bytes before compression
     * @param size bytes in the file
     * @param data the place of the first data page
     * @param dictionary the place of the dictionary page; 0 for none
     */
    record Chunk(
            int codec,
            List<Integer> encodings,
            long values,
            long plainSize,
            long size,
            long data,
            long dictionary,
            Stats stats) {

        long start() {
            return dictionary > 0 ? Math.min(dictionary, data) : data;
        }

        Chunk movedBy(long distance) {
            return new Chunk(
                    codec,
                    encodings,
                    values,
                    plainSize,
                    size,
                    data + distance,
                    dictionary > 0 ? dictionary + distance : 0,
                    stats);
        }
    }

    /**
     * Statistics of a chunk as stored.
     *
     * @param empty the number of empty values, -1 for unknown
     */
    record Stats(byte @Nullable [] least, byte @Nullable [] most, long empty) {
        static final Stats UNKNOWN = new Stats(null, null, -1);
    }
}
