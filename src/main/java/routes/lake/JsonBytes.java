package routes.lake;

import java.nio.BufferOverflowException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON in UTF-8 as it grows, record by record; what was begun with a record can be taken back. */
final class JsonBytes {
    private static final byte PLAIN = 0;
    private static final byte BEYOND_ASCII = 1;
    private static final byte SPECIAL = 2;
    private static final byte[] KINDS = new byte[256];
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The letter that stands behind a backslash for a control character; 0: it has none. */
    private static final byte[] LETTERS = new byte[' '];

    static {
        Arrays.fill(KINDS, 0, ' ', SPECIAL);
        KINDS['"'] = SPECIAL;
        KINDS['\\'] = SPECIAL;
        Arrays.fill(KINDS, 0x80, KINDS.length, BEYOND_ASCII);
        LETTERS['\b'] = 'b';
        LETTERS['\t'] = 't';
        LETTERS['\n'] = 'n';
        LETTERS['\f'] = 'f';
        LETTERS['\r'] = 'r';
    }

    private final int mostRecordBytes;
    private byte[] bytes = new byte[1 << 12];
    private int size;
    private int record;

    JsonBytes(int mostRecordBytes) {
        this.mostRecordBytes = mostRecordBytes;
    }

    /** {@code name} as a JSON text. */
    static byte[] text(String name) {
        JsonBytes json = new JsonBytes(Integer.MAX_VALUE);
        json.value((name.replace("\"", "\"\"") + "\" ").getBytes(StandardCharsets.UTF_8), 0);
        return json.copy();
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        record = 0;
    }

    void startRecord() {
        record = size;
    }

    int recordSize() {
        return size - record;
    }

    void takeBackRecord() {
        size = record;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    boolean recordIs(byte[] expected) {
        return Arrays.equals(bytes, record, size, expected, 0, expected.length);
    }

    void raw(byte[] source) {
        raw(source, 0, source.length);
    }

    /** @throws BufferOverflowException when the record has become larger than it may be */
    void raw(byte[] source, int from, int to) {
        int count = to - from;
        if (count > bytes.length - size) {
            grow(count);
        }
        System.arraycopy(source, from, bytes, size, count);
        size += count;
    }

    void put(int one) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) one;
    }

    /**
     * Writes a value of a CSV as a JSON text.
     *
     * @param from behind the quote that opens it
     * @return where the quote stands that closes it; when it is no UTF-8, the complement of where that was seen
     * @throws BufferOverflowException when the record has become larger than it may be
     */
    int value(byte[] csv, int from) {
        put('"');
        int copied = from;
        int at = from;
        while (true) {
            int one = csv[at] & 0xff;
            byte kind = KINDS[one];
            if (kind == PLAIN) {
                at++;
            } else if (kind == BEYOND_ASCII) {
                at = Utf8.behind(csv, at);
                if (at < 0) {
                    return at;
                }
            } else {
                raw(csv, copied, at);
                if (one != '"') {
                    escape(one);
                    at++;
                } else if (csv[at + 1] == '"') {
                    put('\\');
                    put('"');
                    at += 2;
                } else {
                    put('"');
                    return at;
                }
                copied = at;
            }
        }
    }

    /**
     * Makes the last value, a time as Athena writes it, one as ISO 8601 has it; what has another shape stays as it is.
     *
     * @param start where its text begins
     */
    void asIsoTime(int start) {
        if (isTime(start)) {
            bytes[start + 10] = 'T';
        }
    }

    /** The same for a time with a zone: it gets its offset, if that can be said exactly. */
    void asIsoTimeWithOffset(int start) {
        if (!isTime(start)) {
            return;
        }
        int closing = size - 1;
        int space = start + 19;
        while (space < closing && bytes[space] != ' ') {
            space++;
        }
        if (space == closing) {
            return;
        }
        byte[] offset = ZoneOffsets.of(bytes, start, space, closing);
        if (offset.length > 0) {
            bytes[start + 10] = 'T';
            size = space;
            raw(offset);
            put('"');
        }
    }

    private boolean isTime(int start) {
        return size - 1 - start >= 19
                && bytes[start + 4] == '-'
                && bytes[start + 7] == '-'
                && bytes[start + 10] == ' '
                && bytes[start + 13] == ':'
                && bytes[start + 16] == ':';
    }

    private void escape(int one) {
        put('\\');
        if (one == '\\') {
            put('\\');
        } else if (LETTERS[one] != 0) {
            put(LETTERS[one]);
        } else {
            put('u');
            put('0');
            put('0');
            put(HEXADECIMAL[one >> 4]);
            put(HEXADECIMAL[one & 0xf]);
        }
    }

    private void grow(int more) {
        if ((long) size - record + more > mostRecordBytes) {
            throw new BufferOverflowException();
        }
        bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
    }
}
