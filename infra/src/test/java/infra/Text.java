package infra;

import com.fasterxml.jackson.databind.JsonNode;

/** Values of a template as text: what is known only in the cloud stands in angle brackets. */
final class Text {
    private Text() {}

    static String of(JsonNode value) {
        if (value.has("Ref")) {
            return "<" + value.get("Ref").asText() + ">";
        }
        if (value.has("Fn::GetAtt")) {
            JsonNode attribute = value.get("Fn::GetAtt");
            return "<" + attribute.get(0).asText() + "." + attribute.get(1).asText() + ">";
        }
        if (value.has("Fn::ImportValue")) {
            return "<" + of(value.get("Fn::ImportValue")) + ">";
        }
        if (value.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            String between = "";
            for (JsonNode part : value.get("Fn::Join").get(1)) {
                joined.append(between).append(of(part));
                between = value.get("Fn::Join").get(0).asText();
            }
            return joined.toString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
