package routes.lake.parquet;

import java.util.zip.CRC32;

/**
 * What stands before a page.
 *
 * @param plainSize bytes before compression
 * @param size bytes that follow
 * @param checksum CRC-32 of them; -1 for none
 * @param values empty ones among them
 * @param definitions of version 2: bytes of definition levels, before and not within what is compressed
 * @param repetitions of version 2: the same of repetition levels
 * @param behind where the bytes begin
 */
record PageHeader(
        int type,
        int plainSize,
        int size,
        long checksum,
        int values,
        int encoding,
        int definitions,
        int repetitions,
        boolean compressed,
        int behind) {
    static final int DATA = 0;
    static final int DICTIONARY = 2;
    static final int DATA_2 = 3;

    /** Reads the header at a place; all its numbers are 0 or more, and its bytes end before {@code end}. */
    static PageHeader read(byte[] bytes, int from, int end, String place) {
        return read(bytes, from, end, 0, place);
    }

    /** The same where the page may go on for so many bytes {@code more} behind the end. */
    static PageHeader read(byte[] bytes, int from, int end, long more, String place) {
        CompactInput in = new CompactInput(bytes, from, end, place);
        int[] fields = {-1, -1, -1, 0};
        long[] checksum = {-1};
        int[] inner = new int[7];
        boolean[] compressed = {true};
        in.struct((id, type) -> {
            switch (id) {
                case 1, 2, 3 -> fields[id - 1] = in.i32(type);
                case 4 -> checksum[0] = in.i32(type) & 0xffffffffL;
                case 5, 7 ->
                    in.struct(type, (field, kind) -> {
                        if (field <= 2) {
                            inner[field == 1 ? 1 : 4] = in.i32(kind);
                        } else {
                            in.skip(kind);
                        }
                    });
                case 8 ->
                    in.struct(type, (field, kind) -> {
                        switch (field) {
                            case 1, 2, 3, 4, 5, 6 -> inner[field] = in.i32(kind);
                            case 7 -> compressed[0] = in.truth(kind);
                            default -> in.skip(kind);
                        }
                    });
                default -> in.skip(type);
            }
        });
        int behind = in.position();
        boolean sane = fields[0] >= 0
                && fields[1] >= 0
                && fields[2] >= 0
                && fields[2] <= end - behind + more
                && inner[1] >= 0
                && inner[5] >= 0
                && inner[6] >= 0
                && (long) inner[5] + inner[6] <= Math.min(fields[1], fields[2]);
        if (!sane) {
            throw UnreadableParquet.of(
                    place,
                    "a page of " + fields[2] + " bytes and " + inner[1] + " values",
                    "at most " + (end - behind + more));
        }
        return new PageHeader(
                fields[0],
                fields[1],
                fields[2],
                checksum[0],
                inner[1],
                inner[4],
                inner[5],
                inner[6],
                compressed[0],
                behind);
    }

    /** Compares the page's bytes with its checksum, if it has one. */
    void expect(CRC32 sum, String place) {
        if (checksum >= 0 && sum.getValue() != checksum) {
            throw UnreadableParquet.of(place, "a page of another checksum", "the one in its header");
        }
    }

    /** Appends the header of a page of version 1, or of a dictionary. */
    static void write(Bytes out, boolean dictionary, int plainSize, int size, int checksum, int values, int encoding) {
        CompactOutput structure = new CompactOutput(out);
        structure
                .element()
                .i32(1, dictionary ? DICTIONARY : DATA)
                .i32(2, plainSize)
                .i32(3, size);
        structure.i32(4, checksum).struct(dictionary ? 7 : 5).i32(1, values).i32(2, encoding);
        if (!dictionary) {
            structure.i32(3, Encoding.RLE).i32(4, Encoding.RLE);
        }
        structure.end().end();
    }
}
