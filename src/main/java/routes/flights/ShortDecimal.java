package routes.flights;

/**
 * Reads decimals such as {@code -12.3456} that have up to 15 digits, as nearly all have that the API sends. Such digits and
 * the power of ten below them are doubles without a rest, so that their quotient is the nearest one to the decimal: what
 * Double.parseDouble finds, in a fraction of the time.
 */
final class ShortDecimal {
    private static final int MOST_DIGITS = 15;
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private ShortDecimal() {}

    /** The number; NaN for a text that is longer or of another form. */
    static double read(char[] text, int from, int count) {
        boolean negative = count > 0 && text[from] == '-';
        int at = negative ? from + 1 : from;
        int end = from + count;
        // One of them is the point.
        if (end - at > MOST_DIGITS + 1) {
            return Double.NaN;
        }
        long digits = 0;
        int behind = -1;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
            } else if (text[at] == '.' && behind < 0) {
                behind = end - at - 1;
            } else {
                return Double.NaN;
            }
        }
        if (behind < 1) {
            return Double.NaN;
        }
        double value = digits / POWERS[behind];
        return negative ? -value : value;
    }
}
