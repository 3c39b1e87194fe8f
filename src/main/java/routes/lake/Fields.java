package routes.lake;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a JSON object in an event: each is asked for with its type, and refused with its name.
 *
 * @param values by name
 * @param where the object stands, for the refusal
 */
record Fields(Map<?, ?> values, String where) {

    static Fields of(Object value, String where) {
        if (!(value instanceof Map<?, ?> values)) {
            throw new UnreadableEvent(where + " is missing or no JSON object");
        }
        return new Fields(values, where);
    }

    Fields fields(String name) {
        if (!(values.get(name) instanceof Map<?, ?> inner)) {
            throw new UnreadableEvent(at(name) + " is missing or no JSON object");
        }
        return new Fields(inner, at(name));
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new UnreadableEvent(at(name) + " is missing, expected a text"));
    }

    Optional<String> optionalText(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof String)) {
            throw new UnreadableEvent(at(name) + " is no text");
        }
        return Optional.ofNullable((String) value);
    }

    OptionalLong optionalSize(String name) {
        Object value = values.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Integer || value instanceof Long) {
            return OptionalLong.of(((Number) value).longValue());
        }
        String found = value instanceof BigInteger ? " is too large" : " is no whole number";
        throw new UnreadableEvent(at(name) + found + ", expected a number of bytes");
    }

    Optional<Instant> optionalTime(String name) {
        try {
            return optionalText(name).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new UnreadableEvent(at(name) + " is no time such as 2026-11-20T01:00:00.000Z");
        }
    }

    private String at(String name) {
        return where + "." + name;
    }
}
