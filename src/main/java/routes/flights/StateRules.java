package routes.flights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a value must be to stand at its position. Nothing is made to fit: a number is no text, a number with a fraction
 * or an exponent no whole number. Null is missing and not wrong, everywhere except for icao24, without which nobody knows
 * whose state it is: what is missing lowers the quality's score, but the rest of the state is not lost. Reasons do not
 * hold the value.
 */
final class StateRules {
    /** A list of more sensors than this is none. */
    static final int MOST_SENSORS = 1 << 12;

    /** Metres beyond this could not be told in feet. */
    static final double MOST_REAL = 1e300;

    /** The seconds of the years 1 to 9999, which every reader of timestamps knows. */
    static final long LEAST_TIME = -62_135_596_800L;

    static final long MOST_TIME = SnapshotKey.MOST_SECONDS;

    private static final int DIGITS_OF_LONG = 18;
    private static final long NONE = Long.MIN_VALUE;

    private StateRules() {}

    /**
     * Puts the value on which the parser stands into the row.
     *
     * @return why it cannot be there; null: it can
     */
    static @Nullable String take(StateField field, JsonParser json, JsonToken token, StateRow row) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return field == StateField.ICAO24 ? "icao24 is null, expected a text" : null;
        }
        String wrong =
                switch (field.kind) {
                    case TEXT -> text(field, json, token, row);
                    case REAL -> real(field, json, token, row);
                    case TRUTH -> truth(field, json, token, row);
                    case TIME -> number(field, json, token, row, LEAST_TIME, MOST_TIME, "one in the years 1 to 9999");
                    case NUMBER ->
                        number(field, json, token, row, Integer.MIN_VALUE, Integer.MAX_VALUE, "one of 32 bits");
                    case NUMBERS -> numbers(field, json, token, row);
                };
        if (wrong == null) {
            row.found(field);
        }
        return wrong;
    }

    /** What JSON calls a value. */
    static String name(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case START_ARRAY -> "a list";
            default -> "an object";
        };
    }

    private static @Nullable String text(StateField field, JsonParser json, JsonToken token, StateRow row)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return wrongType(field, json, token);
        }
        StateText text = row.text(field);
        if (!text.set(json.getTextCharacters(), json.getTextOffset(), json.getTextLength())) {
            return field.word() + " has half a character, expected whole ones";
        }
        return field == StateField.ICAO24 && text.isBlank() ? "icao24 is blank, expected a text" : null;
    }

    private static @Nullable String real(StateField field, JsonParser json, JsonToken token, StateRow row)
            throws IOException {
        if (!token.isNumeric()) {
            return wrongType(field, json, token);
        }
        double value = token == JsonToken.VALUE_NUMBER_FLOAT
                ? ShortDecimal.read(json.getTextCharacters(), json.getTextOffset(), json.getTextLength())
                : Double.NaN;
        if (Double.isNaN(value)) {
            value = json.getDoubleValue();
        }
        if (Math.abs(value) > MOST_REAL) {
            return field.word() + " is beyond " + MOST_REAL + ", expected a number within";
        }
        row.setReal(field, value);
        return null;
    }

    private static @Nullable String truth(StateField field, JsonParser json, JsonToken token, StateRow row)
            throws IOException {
        if (!token.isBoolean()) {
            return wrongType(field, json, token);
        }
        row.setNumber(field, token == JsonToken.VALUE_TRUE ? 1 : 0);
        return null;
    }

    private static @Nullable String number(
            StateField field, JsonParser json, JsonToken token, StateRow row, long least, long most, String expected)
            throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            return wrongType(field, json, token);
        }
        long value = whole(json);
        if (value < least || value > most) {
            return field.word() + " is too small or too large, expected " + expected;
        }
        row.setNumber(field, value);
        return null;
    }

    private static @Nullable String numbers(StateField field, JsonParser json, JsonToken token, StateRow row)
            throws IOException {
        if (token != JsonToken.START_ARRAY) {
            return wrongType(field, json, token);
        }
        boolean right = true;
        JsonToken next = json.nextToken();
        while (next != JsonToken.END_ARRAY) {
            long value = next == JsonToken.VALUE_NUMBER_INT ? whole(json) : NONE;
            right &= value == (int) value && row.sensorCount < MOST_SENSORS;
            if (right) {
                row.addSensor((int) value);
            } else {
                json.skipChildren();
            }
            next = json.nextToken();
        }
        return right
                ? null
                : field.word() + " is another list, expected up to " + MOST_SENSORS + " whole numbers of 32 bits";
    }

    /** A number of 64 bits; {@link #NONE}, which is beyond all that is allowed, for one of 19 digits or more. */
    static long whole(JsonParser json) throws IOException {
        return json.getTextLength() <= DIGITS_OF_LONG ? json.getLongValue() : NONE;
    }

    private static String wrongType(StateField field, JsonParser json, JsonToken token) throws IOException {
        json.skipChildren();
        String expected = field.kind.words + (field == StateField.ICAO24 ? "" : " or null");
        return field.word() + " is " + name(token) + ", expected " + expected;
    }
}
