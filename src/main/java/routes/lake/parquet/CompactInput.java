package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;

/**
 * Reads Thrift's compact protocol. No length in the bytes is believed: nothing is allocated or read beyond the bytes
 * that are there, lists end at 1,048,576 elements and nesting at 32.
 */
final class CompactInput {
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int I16 = 4;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int SET = 10;
    static final int MAP = 11;
    static final int STRUCT = 12;

    private static final int DEEPEST = 32;
    private static final int LONGEST_LIST = 1 << 20;

    private final byte[] bytes;
    private final String place;
    private final int end;
    private int at;
    private int depth;

    /** @param place what is read, for messages */
    CompactInput(byte[] bytes, int from, int end, String place) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.place = place;
    }

    /** Takes a field's value, or skips it. */
    @FunctionalInterface
    interface Fields {
        void field(int id, int type);
    }

    int position() {
        return at;
    }

    /** Hands every field of a struct on; what is not wanted must be skipped. */
    void struct(Fields fields) {
        deeper();
        int id = 0;
        for (int head = next(); head != 0; head = next()) {
            id = head >>> 4 == 0 ? (int) zigzag() : id + (head >>> 4);
            fields.field(id, head & 0xf);
        }
        depth--;
    }

    /** A struct that is the value of a field. */
    void struct(int type, Fields fields) {
        expect(type, STRUCT);
        struct(fields);
    }

    /** Hands every element of a list on, by its type. */
    void list(int type, Consumer<Integer> element) {
        expect(type, LIST);
        deeper();
        int head = next();
        long size = head >>> 4 == 15 ? varint() : head >>> 4;
        long most = Math.min(end - at, LONGEST_LIST);
        if (size < 0 || size > most) {
            throw UnreadableParquet.of(place, "a list of " + size, "at most " + most);
        }
        for (long i = 0; i < size; i++) {
            element.accept(head & 0xf);
        }
        depth--;
    }

    boolean truth(int type) {
        if (type != TRUE && type != FALSE) {
            expect(type, TRUE);
        }
        return type == TRUE;
    }

    int i32(int type) {
        if (type != I16) {
            expect(type, I32);
        }
        return (int) zigzag();
    }

    long i64(int type) {
        expect(type, I64);
        return zigzag();
    }

    byte[] binary(int type) {
        expect(type, BINARY);
        int count = length();
        byte[] value = new byte[count];
        System.arraycopy(bytes, at, value, 0, count);
        at += count;
        return value;
    }

    String string(int type) {
        return new String(binary(type), UTF_8);
    }

    void skip(int type) {
        switch (type) {
            case TRUE, FALSE -> {}
            case BYTE -> next();
            case I16, I32, I64 -> varint();
            case DOUBLE -> advance(8);
            case BINARY -> advance(length());
            case LIST, SET -> list(LIST, element -> skip(element == TRUE || element == FALSE ? BYTE : element));
            case MAP -> skipMap();
            case STRUCT -> struct((id, field) -> skip(field));
            default -> throw UnreadableParquet.of(place, "a field of type " + type, "1 to 12");
        }
    }

    private void skipMap() {
        long size = varint();
        if (size < 0 || size > end - at) {
            throw UnreadableParquet.of(place, "a map of " + size, "at most " + (end - at));
        }
        int types = size == 0 ? 0 : next();
        deeper();
        for (long i = 0; i < size; i++) {
            skip(types >>> 4);
            skip(types & 0xf);
        }
        depth--;
    }

    private int length() {
        long count = varint();
        if (count < 0 || count > end - at) {
            throw UnreadableParquet.of(place, "a value of " + count + " bytes", "at most " + (end - at));
        }
        return (int) count;
    }

    private void advance(int count) {
        if (count > end - at) {
            throw ended();
        }
        at += count;
    }

    private int next() {
        if (at >= end) {
            throw ended();
        }
        return bytes[at++] & 0xff;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = next();
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw UnreadableParquet.of(place, "a number of more than 10 bytes", "less");
    }

    private long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw UnreadableParquet.of(place, "structures within structures", "at most " + DEEPEST);
        }
    }

    private void expect(int type, int expected) {
        if (type != expected) {
            throw UnreadableParquet.of(place, "a field of type " + type, expected);
        }
    }

    private UnreadableParquet ended() {
        return UnreadableParquet.of(place, "an end within a structure", "all of it");
    }
}
