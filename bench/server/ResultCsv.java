package bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The result of a query as Athena lays it down in S3: a header and so many rows of ten columns, every value in quotes,
 * NULL as nothing. Rows are drawn beforehand; each of them has a number of its own, so no two are equal. They are put
 * together as they are read: the same range gives the same bytes, and nothing but one block is in memory.
 */
final class ResultCsv {
    /** Names and types in their order. */
    static final List<Map.Entry<String, String>> COLUMNS = List.of(
            Map.entry("customer_id", "bigint"),
            Map.entry("first_name", "varchar"),
            Map.entry("last_name", "varchar"),
            Map.entry("email", "varchar"),
            Map.entry("balance", "decimal"),
            Map.entry("vip", "boolean"),
            Map.entry("score", "double"),
            Map.entry("birth_date", "date"),
            Map.entry("processed_timestamp", "timestamp"),
            Map.entry("note", "varchar"));

    private static final int BLOCK_ROWS = 4096;
    private static final long FIRST_NUMBER = 1_000_000_000L;
    private static final int DIGITS = 10;
    private static final String[] NAMES = {"Anna", "Jürgen", "Mary-Jane", "O'Neill", "Søren", "Wang", "Ελένη", "Paul"};
    private static final String[] NOTES = {
        "called twice, no answer",
        "said \"\"never again\"\"",
        "{\"\"vip\"\": true, \"\"since\"\": 2019}",
        "first line\nsecond line",
        "C:\\temp\\letter.txt",
        "prefers e-mail; not before ten in the morning",
        "Zürich – 東京"
    };

    private final byte[] header = header();
    private final byte[][] lines = lines();
    private final long[] ends = ends(lines);
    private volatile int rows;

    void fill(int howMany) {
        rows = howMany;
    }

    int rows() {
        return rows;
    }

    long length() {
        return header.length + position(rows);
    }

    String etag() {
        return Digests.hex("MD5", ("result of " + rows).getBytes(US_ASCII));
    }

    /** Writes the bytes of a range, its end excluded. */
    void write(OutputStream out, long from, long to) throws IOException {
        if (from < header.length) {
            out.write(header, (int) from, (int) Math.min(header.length, to) - (int) from);
        }
        long blockLength = ends[BLOCK_ROWS - 1];
        long first = Math.max(0, from - header.length);
        long last = to - header.length;
        for (long block = first / blockLength; block * blockLength < last; block++) {
            byte[] bytes = block((int) block);
            int start = (int) Math.max(0, first - block * blockLength);
            int end = (int) Math.min(bytes.length, last - block * blockLength);
            out.write(bytes, start, end - start);
        }
    }

    private byte[] block(int number) {
        byte[] block = new byte[(int) ends[BLOCK_ROWS - 1]];
        int at = 0;
        for (int line = 0; line < BLOCK_ROWS; line++) {
            System.arraycopy(lines[line], 0, block, at, lines[line].length);
            long id = FIRST_NUMBER + (long) number * BLOCK_ROWS + line;
            for (int digit = at + DIGITS; digit > at; digit--) {
                block[digit] = (byte) ('0' + id % 10);
                id /= 10;
            }
            at += lines[line].length;
        }
        return block;
    }

    private long position(int row) {
        int rest = row % BLOCK_ROWS;
        return row / BLOCK_ROWS * ends[BLOCK_ROWS - 1] + (rest == 0 ? 0 : ends[rest - 1]);
    }

    private static byte[] header() {
        return COLUMNS.stream()
                .map(column -> '"' + column.getKey() + '"')
                .collect(Collectors.joining(",", "", "\n"))
                .getBytes(UTF_8);
    }

    private static long[] ends(byte[][] lines) {
        long[] ends = new long[lines.length];
        long end = 0;
        for (int line = 0; line < lines.length; line++) {
            end += lines[line].length;
            ends[line] = end;
        }
        return ends;
    }

    private static byte[][] lines() {
        Random random = new Random(4);
        byte[][] lines = new byte[BLOCK_ROWS][];
        Arrays.setAll(lines, line -> line(random).getBytes(UTF_8));
        return lines;
    }

    /** One customer in ten has no note, one in fifty no birthday. */
    private static String line(Random random) {
        String note = random.nextInt(10) == 0 ? "" : '"' + NOTES[note(random)] + '"';
        String birthday = random.nextInt(50) == 0 ? "" : '"' + date(random) + '"';
        return String.format(
                Locale.ROOT,
                "\"0000000000\",\"%s\",\"%s\",\"customer-%06d@example.com\",\"%d.%02d\",\"%s\",\"%s\",%s,"
                        + "\"%s %02d:%02d:%02d.%03d\",%s\n",
                NAMES[random.nextInt(NAMES.length)],
                NAMES[random.nextInt(NAMES.length)],
                random.nextInt(1_000_000),
                random.nextInt(1_000_000) - 100_000,
                random.nextInt(100),
                random.nextBoolean(),
                random.nextInt(1000) == 0 ? "1.5E10" : Double.toString(random.nextInt(1_000_000) / 1000.0 + 0.001),
                birthday,
                date(random),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1000),
                note);
    }

    /** Plain ones eight times in ten: most texts of a lake need no escape. */
    private static int note(Random random) {
        return random.nextInt(10) < 8 ? (random.nextBoolean() ? 0 : 5) : random.nextInt(NOTES.length);
    }

    private static String date(Random random) {
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d",
                1950 + random.nextInt(70),
                1 + random.nextInt(12),
                1 + random.nextInt(28));
    }
}
