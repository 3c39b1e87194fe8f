package routes.lake.parquet;

import java.util.Arrays;

/** Gives every different text a code, in the order of their first coming. */
final class TextDictionary {
    private int[] slots = new int[512];
    private int[] hashes = new int[256];
    private int[] starts = new int[257];
    private final Bytes texts = new Bytes(4096);
    private int size;

    int size() {
        return size;
    }

    /** The bytes of all texts together. */
    int bytes() {
        return texts.size;
    }

    byte[] base() {
        return texts.array;
    }

    int start(int code) {
        return starts[code];
    }

    int length(int code) {
        return starts[code + 1] - starts[code];
    }

    void clear() {
        Arrays.fill(slots, 0);
        texts.clear();
        size = 0;
    }

    int code(byte[] bytes, int offset, int count) {
        int hash = hash(bytes, offset, count);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (true) {
            int code = slots[slot] - 1;
            if (code < 0) {
                return add(bytes, offset, count, hash, slot);
            }
            if (hashes[code] == hash
                    && Arrays.equals(texts.array, starts[code], starts[code + 1], bytes, offset, offset + count)) {
                return code;
            }
            slot = slot + 1 & mask;
        }
    }

    private int add(byte[] bytes, int offset, int count, int hash, int slot) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size + 1);
        }
        texts.put(bytes, offset, count);
        hashes[size++] = hash;
        starts[size] = texts.size;
        slots[slot] = size;
        if (2 * size > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = hashes[code] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = code + 1;
        }
    }

    private static int hash(byte[] bytes, int offset, int count) {
        long hash = count;
        int at = offset;
        int end = offset + count;
        for (; at + 8 <= end; at += 8) {
            hash = (hash ^ Bytes.longAt(bytes, at)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * 0x9e3779b97f4a7c15L;
        }
        return (int) (hash ^ hash >>> 32);
    }
}
