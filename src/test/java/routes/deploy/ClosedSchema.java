package routes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A schema that says no to what it does not know. Those of Kubernetes let unknown fields pass, and write some things in
 * words of their own: numbers that may be texts, and required fields as a flag of the field.
 */
final class ClosedSchema {
    private static final Set<String> KEPT = Set.of(
            "type",
            "enum",
            "items",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "oneOf",
            "anyOf",
            "$ref");
    private static final Map<String, String> EITHER = Map.of(
            "_util_intstr_IntOrString", "integer",
            "_Quantity", "number");

    private ClosedSchema() {}

    static JsonNode of(JsonNode schema) {
        return closed(schema);
    }

    private static JsonNode closed(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode closed = JsonNodeFactory.instance.objectNode();
        schema.properties().forEach(field -> {
            if (KEPT.contains(field.getKey())) {
                closed.set(
                        field.getKey(), field.getKey().equals("items") ? closed(field.getValue()) : field.getValue());
            }
        });
        if (schema.has("definitions")) {
            ObjectNode definitions = closed.putObject("definitions");
            schema.path("definitions")
                    .properties()
                    .forEach(field -> definitions.set(field.getKey(), definition(field.getKey(), field.getValue())));
        }
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            closed.remove("type");
        }
        closeFields(schema, closed);
        return closed;
    }

    private static void closeFields(JsonNode schema, ObjectNode closed) {
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        if (schema.path("required").isArray()) {
            required.addAll((ArrayNode) schema.path("required"));
        }
        if (schema.path("properties").isObject()) {
            ObjectNode properties = closed.putObject("properties");
            schema.path("properties").properties().forEach(field -> {
                properties.set(field.getKey(), closed(field.getValue()));
                if (field.getValue().path("required").isBoolean()) {
                    required.add(field.getKey());
                }
            });
            boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
            closed.put("additionalProperties", open);
        } else if (schema.path("additionalProperties").isObject()) {
            closed.set("additionalProperties", closed(schema.path("additionalProperties")));
        }
        if (!required.isEmpty()) {
            closed.set("required", required);
        }
    }

    private static JsonNode definition(String name, JsonNode schema) {
        for (Map.Entry<String, String> either : EITHER.entrySet()) {
            if (name.endsWith(either.getKey())) {
                ObjectNode both = JsonNodeFactory.instance.objectNode();
                both.putArray("type").add("string").add(either.getValue());
                return both;
            }
        }
        return closed(schema);
    }
}
