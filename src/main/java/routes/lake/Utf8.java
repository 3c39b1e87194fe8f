package routes.lake;

/** Characters beyond ASCII, byte by byte. */
final class Utf8 {

    private Utf8() {}

    /**
     * Where the character ends that begins with a byte beyond ASCII.
     *
     * @return the index behind it; for what is no UTF-8 the complement of the first byte that cannot be
     */
    static int behind(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return ~at;
        }
        int second = bytes[at + 1] & 0xff;
        // No overlong forms, no halves of surrogate pairs, nothing beyond U+10FFFF.
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return ~(at + 1);
        }
        int behind = at + (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
        for (int next = at + 2; next < behind; next++) {
            if ((bytes[next] & 0xc0) != 0x80) {
                return ~next;
            }
        }
        return behind;
    }
}
