package routes.lake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Percent-encoding as of URLs (RFC 3986). A plus sign is a plus sign: that it means a space is a rule of forms alone. */
final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * One layer taken off. What is malformed stays as it is: a percent sign without two hexadecimal digits behind it, and
     * bytes that are no UTF-8, overlong forms among them.
     */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int bytes = sequence(byteAt(text, at));
            String character = character(text, at, bytes);
            if (character.isEmpty()) {
                decoded.append(text.charAt(at++));
            } else {
                decoded.append(character);
                at += 3 * bytes;
            }
        }
        return decoded.toString();
    }

    /** The character that is encoded there in so many bytes; empty: none. */
    private static String character(String text, int at, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int value = byteAt(text, at + 3 * i);
            if (value < 0) {
                return "";
            }
            bytes[i] = (byte) value;
        }
        String character = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(character.getBytes(StandardCharsets.UTF_8), bytes) ? character : "";
    }

    /** How many bytes the character has whose first byte this is; 0: it is none. */
    private static int sequence(int first) {
        if (first < 0) {
            return 0;
        }
        if (first < 0x80) {
            return 1;
        }
        return first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    /** The value of {@code %XX}; -1: there is none. Only ASCII digits count, unlike those of {@link Character#digit}. */
    private static int byteAt(String text, int at) {
        boolean encoded = at + 2 < text.length()
                && text.charAt(at) == '%'
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
        return encoded ? HexFormat.fromHexDigits(text, at + 1, at + 3) : -1;
    }
}
