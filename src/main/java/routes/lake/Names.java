package routes.lake;

import java.util.regex.Pattern;

/** Names from outside that may enter a key or a URL. */
public final class Names {
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private Names() {}

    /** Lower-case letters, digits and dashes: nothing that a path, an expression or a query could give a meaning. */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /** One line without control characters, cut to {@code most} characters: fit for a log or a message attribute. */
    public static String oneLine(String text, int most) {
        String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ").trim();
        if (line.length() <= most) {
            return line;
        }
        // A character beyond U+FFFF is two chars: half of it is none that SQS would take.
        int end = most > 1 && Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "…";
    }
}
