package routes.lake;

/** Numbers as RFC 8259 has them. */
final class JsonNumbers {

    private JsonNumbers() {}

    /**
     * Where the number ends that begins here.
     *
     * @return the index behind its last digit; when here is no number, the complement of the first byte that cannot be
     */
    static int behind(byte[] bytes, int from) {
        int digits = bytes[from] == '-' ? from + 1 : from;
        int at = behindDigits(bytes, digits);
        if (at == digits) {
            return ~at;
        }
        if (bytes[digits] == '0' && at > digits + 1) {
            return ~(digits + 1);
        }
        if (bytes[at] == '.') {
            int fraction = at + 1;
            at = behindDigits(bytes, fraction);
            if (at == fraction) {
                return ~at;
            }
        }
        if (bytes[at] == 'e' || bytes[at] == 'E') {
            int exponent = bytes[at + 1] == '-' || bytes[at + 1] == '+' ? at + 2 : at + 1;
            at = behindDigits(bytes, exponent);
            if (at == exponent) {
                return ~at;
            }
        }
        return at;
    }

    static int behindDigits(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
