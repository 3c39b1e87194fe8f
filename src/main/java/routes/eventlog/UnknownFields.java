package routes.eventlog;

import java.util.Locale;

/** What becomes of a field that the contract does not know. */
public enum UnknownFields {
    /** Its file is not valid. */
    FORBID,
    /** It is left out. */
    IGNORE,
    /** It goes into the column {@code extra}, as the JSON that it is. */
    KEEP;

    /** @throws IllegalArgumentException for any other word */
    static UnknownFields of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
