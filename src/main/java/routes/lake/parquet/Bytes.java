package routes.lake.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow, little endian as Parquet writes its numbers. */
final class Bytes {
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MOST = Integer.MAX_VALUE - 64;

    byte[] array;
    int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    void clear() {
        size = 0;
    }

    /** Makes room for so many bytes more. */
    void room(int count) {
        if (array.length - size < count) {
            grow(count);
        }
    }

    private void grow(int count) {
        long needed = (long) size + count;
        if (needed > MOST) {
            throw new IllegalStateException("a page would have " + needed + " bytes, expected at most " + MOST);
        }
        array = Arrays.copyOf(array, (int) Math.min(MOST, Math.max(needed, array.length * 2L)));
    }

    void put(int value) {
        room(1);
        array[size++] = (byte) value;
    }

    void put(byte[] bytes, int offset, int count) {
        room(count);
        System.arraycopy(bytes, offset, array, size, count);
        size += count;
    }

    void putInt(int value) {
        room(4);
        INT.set(array, size, value);
        size += 4;
    }

    void putLong(long value) {
        room(8);
        LONG.set(array, size, value);
        size += 8;
    }

    void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        put((int) rest);
    }

    byte[] copy() {
        return Arrays.copyOf(array, size);
    }
}
