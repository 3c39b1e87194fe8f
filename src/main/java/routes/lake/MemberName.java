package routes.lake;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import routes.lake.UnsafeKey.Rule;

/**
 * Makes of an object's key the name of a file in a bundle: relative, with {@code /} between its components, and below
 * whatever directory it is extracted into. A name that was made so stays as it is when it is made again.
 */
public final class MemberName {
    /** In UTF-8. */
    static final int MOST_BYTES = 1024;

    private static final int ROUNDS = 5;
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    /** As often as there are some, or a second pass would find the next one. */
    private static final Pattern DRIVES = Pattern.compile("^(?:/|\\./|[A-Za-z]:)+");
    /** Windows takes {@code con.txt}, {@code CON .txt} and {@code con:x} for the console, too. */
    private static final Pattern DEVICE =
            Pattern.compile("(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9]) *(?:[.:].*)?", Pattern.CASE_INSENSITIVE);

    private MemberName() {}

    /**
     * Decodes percent-encoding until there is none, at most 5 layers of it, and brings the text into Unicode's form NFKC,
     * as the JDK knows it; makes backslashes slashes; takes drive letters, empty components and {@code .} away.
     *
     * @param key as S3 knows it: its event has been read, so that a plus sign is a plus sign
     * @throws UnsafeKey when no safe name can be made of it
     */
    public static String of(String key) {
        refuseIf(key.isEmpty(), Rule.EMPTY, key);
        String path = DRIVES.matcher(readable(key).replace('\\', '/')).replaceFirst("");
        refuseIf(bytes(path) > MOST_BYTES, Rule.TOO_LONG, key);
        refuseIf(INVISIBLE.matcher(path).find(), Rule.INVISIBLE, key);
        List<String> components = new ArrayList<>();
        for (String component : path.split("/")) {
            if (component.isEmpty() || component.equals(".")) {
                continue;
            }
            refuseIf(component.equals(".."), Rule.PARENT, key);
            refuseIf(component.startsWith(" ") || component.endsWith(" "), Rule.SPACE, key);
            refuseIf(DEVICE.matcher(component).matches(), Rule.DEVICE, key);
            components.add(component);
        }
        refuseIf(components.isEmpty(), Rule.NOTHING_LEFT, key);
        return String.join("/", components);
    }

    /** Whether a name is one that {@link #of} gives. */
    static boolean isSafe(String name) {
        try {
            return of(name).equals(name);
        } catch (UnsafeKey e) {
            return false;
        }
    }

    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Decoded until that changes nothing. Only NFKC shows what look-alikes hide: a full-width percent sign is one. */
    private static String readable(String key) {
        String text = key;
        int rounds = 0;
        while (true) {
            String decoded = PercentEncoding.decoded(text);
            if (!decoded.equals(text)) {
                refuseIf(++rounds > ROUNDS, Rule.ENCODED_TOO_DEEP, key);
                text = decoded;
                continue;
            }
            String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
            if (normal.equals(text)) {
                return text;
            }
            text = normal;
        }
    }

    private static void refuseIf(boolean broken, Rule rule, String key) {
        if (broken) {
            throw new UnsafeKey(rule, key);
        }
    }
}
