package routes.flights;

import java.util.Arrays;

/** A text in UTF-8 whose place in memory is used again for the next state. */
final class StateText {
    /** A character of UTF-16 has at most three bytes, half of one beyond U+FFFF two. */
    private static final int MOST_BYTES = 3;

    byte[] bytes = new byte[64];
    int size;

    /**
     * Takes characters over.
     *
     * @return false when half a character is among them, which JSON can write and UTF-8 cannot
     */
    boolean set(char[] text, int from, int count) {
        if (bytes.length < count * MOST_BYTES) {
            bytes = new byte[count * MOST_BYTES];
        }
        size = 0;
        for (int i = from; i < from + count; i++) {
            char letter = text[i];
            if (letter < 0x80) {
                bytes[size++] = (byte) letter;
            } else if (letter < 0x800) {
                bytes[size++] = (byte) (0xc0 | letter >> 6);
                follow(letter);
            } else if (!Character.isSurrogate(letter)) {
                bytes[size++] = (byte) (0xe0 | letter >> 12);
                follow(letter >> 6);
                follow(letter);
            } else if (i + 1 < from + count && Character.isSurrogatePair(letter, text[i + 1])) {
                int whole = Character.toCodePoint(letter, text[++i]);
                bytes[size++] = (byte) (0xf0 | whole >> 18);
                follow(whole >> 12);
                follow(whole >> 6);
                follow(whole);
            } else {
                return false;
            }
        }
        return true;
    }

    /** Takes spaces and control characters from both ends. */
    void trim() {
        int from = 0;
        while (from < size && isSpace(bytes[from])) {
            from++;
        }
        while (size > from && isSpace(bytes[size - 1])) {
            size--;
        }
        size -= from;
        System.arraycopy(bytes, from, bytes, 0, size);
    }

    /** Takes another text over, with capitals for the small letters of ASCII. */
    void setCapitals(StateText other) {
        if (bytes.length < other.size) {
            bytes = new byte[other.bytes.length];
        }
        size = other.size;
        for (int i = 0; i < size; i++) {
            byte letter = other.bytes[i];
            bytes[i] = (byte) (letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
        }
    }

    /** Whether nothing but spaces and control characters is in it. */
    boolean isBlank() {
        for (int i = 0; i < size; i++) {
            if (!isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes the first characters have; -1 if the text has fewer. */
    int bytesOf(int characters) {
        int begun = 0;
        for (int i = 0; i < size; i++) {
            if ((bytes[i] & 0xc0) != 0x80 && begun++ == characters) {
                return i;
            }
        }
        return begun == characters ? size : -1;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    private void follow(int bits) {
        bytes[size++] = (byte) (0x80 | bits & 0x3f);
    }

    private static boolean isSpace(byte letter) {
        return letter >= 0 && letter <= ' ';
    }
}
