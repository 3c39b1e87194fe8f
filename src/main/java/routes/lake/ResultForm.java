package routes.lake;

import java.util.Locale;

/** How the values of a column become JSON. */
enum ResultForm {
    /** A text, also when it looks like JSON; a date is one already. */
    TEXT("a text in UTF-8") {
        @Override
        int write(byte[] csv, int from, JsonBytes json) {
            return json.value(csv, from);
        }
    },

    /** A number without a point, digit by digit as it stands, beyond 2^53 too. */
    WHOLE("a whole number") {
        @Override
        int write(byte[] csv, int from, JsonBytes json) {
            int digits = csv[from] == '-' ? from + 1 : from;
            int at = JsonNumbers.behindDigits(csv, digits);
            boolean isNumber = at > digits && csv[at] == '"' && (csv[digits] != '0' || at == digits + 1);
            if (!isNumber) {
                return ~at;
            }
            json.raw(csv, from, at);
            return at;
        }
    },

    /** A number with all its digits, zeros at its end too. */
    DECIMAL("a decimal number") {
        @Override
        int write(byte[] csv, int from, JsonBytes json) {
            int at = JsonNumbers.behind(csv, from);
            if (at < 0) {
                return at;
            }
            if (csv[at] != '"') {
                return ~at;
            }
            json.raw(csv, from, at);
            return at;
        }
    },

    /** A number as it stands; NaN and Infinity, which are none in JSON, are texts. */
    FLOATING("a number or a text in UTF-8") {
        @Override
        int write(byte[] csv, int from, JsonBytes json) {
            int at = DECIMAL.write(csv, from, json);
            return at >= 0 ? at : json.value(csv, from);
        }
    },

    BOOLEAN("true or false") {
        @Override
        int write(byte[] csv, int from, JsonBytes json) {
            int at = from;
            byte[] word = csv[from] == 't' ? TRUE : FALSE;
            while (at - from < word.length && csv[at] == word[at - from]) {
                at++;
            }
            if (at - from < word.length || csv[at] != '"') {
                return ~at;
            }
            json.raw(word);
            return at;
        }
    },

    /** {@code 2024-02-29T12:34:56.789}; a year that has not four digits stays as Athena writes it. */
    TIME("a text in UTF-8") {
        @Override
        int write(byte[] csv, int from, JsonBytes json) {
            int start = json.size() + 1;
            int closing = json.value(csv, from);
            json.asIsoTime(start);
            return closing;
        }
    },

    /** {@code 2024-02-29T12:34:56.789+01:00}; without an exact offset it stays as Athena writes it. */
    ZONED_TIME("a text in UTF-8") {
        @Override
        int write(byte[] csv, int from, JsonBytes json) {
            int start = json.size() + 1;
            int closing = json.value(csv, from);
            json.asIsoTimeWithOffset(start);
            return closing;
        }
    };

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private final String expected;

    ResultForm(String expected) {
        this.expected = expected;
    }

    /**
     * The form of the values of a type of Athena's; types that are not numbers, truth values or times are texts.
     *
     * @param type in any case, with parameters or without
     */
    static ResultForm of(String type) {
        return switch (type.toLowerCase(Locale.ROOT).replaceAll("\\(.*?\\)", "").trim()) {
            case "tinyint", "smallint", "integer", "int", "bigint" -> WHOLE;
            case "decimal" -> DECIMAL;
            case "real", "float", "double" -> FLOATING;
            case "boolean" -> BOOLEAN;
            case "timestamp" -> TIME;
            case "timestamp with time zone" -> ZONED_TIME;
            default -> TEXT;
        };
    }

    /**
     * Writes a value as JSON.
     *
     * @param from behind the quote that opens it
     * @return where the quote stands that closes it; when it is not what is {@link #expected}, the complement of where
     *     that was seen
     */
    abstract int write(byte[] csv, int from, JsonBytes json);

    /** What every value of this form is. */
    String expected() {
        return expected;
    }
}
