package routes.observe.log;

import org.jspecify.annotations.Nullable;

/** Text from anywhere, made fit for a line: bounded, valid Unicode, and a failing {@code toString} does no harm. */
final class SafeText {
    /** Bytes of UTF-8 that a value may have. */
    static final int LIMIT = 32 * 1024;

    private static final char REPLACEMENT = '\ufffd';

    private SafeText() {}

    static String of(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException e) {
            return "(toString failed with ".concat(e.getClass().getName()).concat(")");
        }
    }

    /** The text without lone surrogates, cut where it would become longer than {@code limit} bytes of UTF-8. */
    static String cut(String text, int limit) {
        if (text.length() <= limit / 3 && !hasSurrogates(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), limit));
        int bytes = 0;
        int next = 0;
        while (next < text.length()) {
            int point = text.codePointAt(next);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > limit) {
                return kept.append("… (cut, ")
                        .append(text.length())
                        .append(" characters)")
                        .toString();
            }
            boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            kept.appendCodePoint(lone ? REPLACEMENT : point);
            next += Character.charCount(point);
        }
        return kept.toString();
    }

    /** The text, cut, with a space for every character that moves the cursor. */
    static String oneLine(String text) {
        String safe = cut(text, LIMIT);
        StringBuilder line = new StringBuilder(safe.length());
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            line.append(isControl(c) ? ' ' : c);
        }
        return line.toString();
    }

    /** Also the separators that some viewers take for an end of line. */
    static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
