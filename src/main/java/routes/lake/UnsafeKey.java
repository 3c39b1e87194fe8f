package routes.lake;

/** A key that cannot become the name of a file: one line that says which rule it breaks. */
public final class UnsafeKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    /** What a key has to keep. */
    public enum Rule {
        /** It has characters. */
        EMPTY("at least one character"),
        /** It can be decoded. */
        ENCODED_TOO_DEEP("at most 5 layers of percent-encoding"),
        /** It fits. */
        TOO_LONG("at most 1,024 bytes of UTF-8"),
        /** Everything in it can be seen. */
        INVISIBLE("no control character, format character, line separator or half of a character"),
        /** It leads nowhere else. */
        PARENT("no component '..'"),
        /** No component begins or ends with a space. */
        SPACE("no component that begins or ends with a space"),
        /** No component is a device where Windows is. */
        DEVICE("no component that names a device of Windows"),
        /** It is more than slashes, dots and a drive. */
        NOTHING_LEFT("a component that names a file");

        private final String expectation;

        Rule(String expectation) {
            this.expectation = expectation;
        }
    }

    UnsafeKey(Rule rule, String key) {
        super("key is '" + Names.oneLine(key, 60) + "', expected " + rule.expectation);
        this.rule = rule;
    }

    /** The first rule that the key breaks. */
    public Rule rule() {
        return rule;
    }
}
