package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.stream.Stream;

/** Inputs and outputs of operations as trees, free of the protocol that carries them. */
final class Tree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Tree() {}

    /** An object of names and values in turn; pairs whose value is null are left out. */
    static ObjectNode object(Object... namesAndValues) {
        ObjectNode object = NODES.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                object.set((String) namesAndValues[i], node(namesAndValues[i + 1]));
            }
        }
        return object;
    }

    static ArrayNode array(Stream<?> elements) {
        ArrayNode array = NODES.arrayNode();
        elements.map(Tree::node).forEach(array::add);
        return array;
    }

    private static JsonNode node(Object value) {
        if (value instanceof JsonNode node) {
            return node;
        } else if (value instanceof String text) {
            return NODES.textNode(text);
        } else if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        } else if (value instanceof Integer number) {
            return NODES.numberNode(number);
        } else if (value instanceof Number number) {
            return NODES.numberNode(number.doubleValue());
        }
        return NODES.pojoNode(value);
    }

    /** The text of a field that must be there. */
    static String text(JsonNode input, String field) {
        JsonNode value = input.path(field);
        if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
            throw AwsError.invalid(field + " is missing");
        }
        return value.asText();
    }

    /** The text of a field, or null. */
    static String optional(JsonNode input, String field) {
        return input.path(field).isValueNode() ? input.path(field).asText() : null;
    }

    /** A point in time, which comes as seconds or as ISO 8601, depending on the protocol. */
    static Instant time(JsonNode value, Instant otherwise) {
        if (value.isNumber()) {
            return Instant.ofEpochMilli(Math.round(value.asDouble() * 1000));
        }
        return value.isTextual() ? OffsetDateTime.parse(value.asText()).toInstant() : otherwise;
    }

    static Stream<JsonNode> elements(JsonNode array) {
        Stream.Builder<JsonNode> elements = Stream.builder();
        array.forEach(elements);
        return elements.build();
    }
}
