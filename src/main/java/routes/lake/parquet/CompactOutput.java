package routes.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes Thrift's compact protocol: the fields of a struct in ascending order. */
final class CompactOutput {
    private final Bytes out;
    private int[] outer = new int[8];
    private int depth;
    private int last;

    CompactOutput(Bytes out) {
        this.out = out;
    }

    CompactOutput truth(int id, boolean value) {
        head(id, value ? CompactInput.TRUE : CompactInput.FALSE);
        return this;
    }

    CompactOutput i32(int id, int value) {
        head(id, CompactInput.I32);
        zigzag(value);
        return this;
    }

    CompactOutput i16(int id, int value) {
        head(id, CompactInput.I16);
        zigzag(value);
        return this;
    }

    CompactOutput i64(int id, long value) {
        head(id, CompactInput.I64);
        zigzag(value);
        return this;
    }

    CompactOutput binary(int id, byte[] value) {
        head(id, CompactInput.BINARY);
        return binary(value);
    }

    CompactOutput string(int id, String value) {
        return binary(id, value.getBytes(UTF_8));
    }

    /** Begins a struct that is a field. */
    CompactOutput struct(int id) {
        head(id, CompactInput.STRUCT);
        return element();
    }

    /** Begins a struct that is an element of a list, or the outermost one. */
    CompactOutput element() {
        outer[depth++] = last;
        last = 0;
        return this;
    }

    CompactOutput end() {
        out.put(0);
        last = outer[--depth];
        return this;
    }

    /** A struct without fields: one variant of a union. */
    CompactOutput empty(int id) {
        return struct(id).end();
    }

    CompactOutput list(int id, int type, int size) {
        head(id, CompactInput.LIST);
        if (size < 15) {
            out.put(size << 4 | type);
        } else {
            out.put(0xf0 | type);
            out.putVarint(size);
        }
        return this;
    }

    /** A number as an element of a list. */
    CompactOutput element(int value) {
        zigzag(value);
        return this;
    }

    /** A text as an element of a list. */
    CompactOutput element(String value) {
        return binary(value.getBytes(UTF_8));
    }

    private CompactOutput binary(byte[] value) {
        out.putVarint(value.length);
        out.put(value, 0, value.length);
        return this;
    }

    private void head(int id, int type) {
        int delta = id - last;
        if (delta <= 0 || delta > 15) {
            throw new IllegalStateException("field " + id + " after " + last + ", expected ascending order");
        }
        out.put(delta << 4 | type);
        last = id;
    }

    private void zigzag(long value) {
        out.putVarint(value << 1 ^ value >> 63);
    }
}
