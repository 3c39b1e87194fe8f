package routes.eventlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads an event file: one JSON object in UTF-8, nothing behind it. Every rule that it breaks is found, not the first alone,
 * and no value is made to fit: a number is no text.
 */
final class EventReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final UnknownFields unknown;

    EventReader(UnknownFields unknown) {
        this.unknown = unknown;
    }

    /** What a file holds. */
    sealed interface Read {}

    /** @param event that it tells */
    record Valid(LogEvent event) implements Read {}

    /** @param violations every rule that it breaks, sorted; at least one */
    record Invalid(List<Violation> violations) implements Read {
        /** The file as a whole breaks a rule. */
        Invalid(String rule) {
            this(List.of(new Violation("", rule)));
        }
    }

    /** Reads the bytes of a file. */
    Read read(byte[] file) {
        if (file.length == 0) {
            return new Invalid("is empty");
        }
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file));
        } catch (CharacterCodingException e) {
            return new Invalid("is not UTF-8");
        }
        EventRules rules = new EventRules();
        try (JsonParser json = JSON.createParser(text.array(), 0, text.limit())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Invalid("is not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                field(json, rules);
            }
            if (json.nextToken() != null) {
                return new Invalid("has something behind its JSON object");
            }
        } catch (IOException e) {
            // Without the cause: a parser's message quotes what it read.
            return new Invalid("is not one whole JSON object with each field once");
        }
        return rules.judge();
    }

    private void field(JsonParser json, EventRules rules) throws IOException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        int field = EventFields.NAMES.indexOf(name);
        if (field >= 0) {
            rules.found(field, value(json, value));
        } else if (unknown == UnknownFields.KEEP) {
            rules.keep(name, raw(json));
        } else {
            json.skipChildren();
            if (unknown == UnknownFields.FORBID) {
                rules.unknown(name);
            }
        }
    }

    /** A text, a number of 32 bits, {@link EventRules#NULL}, or {@link EventRules#OTHER}. */
    private static Object value(JsonParser json, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING:
                return json.getText();
            case VALUE_NULL:
                return EventRules.NULL;
            case VALUE_NUMBER_INT:
                return json.getNumberType() == JsonParser.NumberType.INT
                        ? (Object) json.getIntValue()
                        : EventRules.LARGE;
            default:
                json.skipChildren();
                return EventRules.OTHER;
        }
    }

    private static int depth(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private static String raw(JsonParser json) throws IOException {
        StringWriter raw = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(raw)) {
            int depth = 0;
            do {
                depth += depth(json.currentToken());
                if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
                    // Copied as a number it would lose digits, and 1e400 become a text.
                    copy.writeNumber(json.getText());
                } else {
                    copy.copyCurrentEvent(json);
                }
            } while (depth > 0 && json.nextToken() != null);
        }
        return raw.toString();
    }
}
