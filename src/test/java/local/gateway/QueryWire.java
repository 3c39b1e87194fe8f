package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import local.http.Request;
import local.http.Response;

/** AWS Query: a form such as {@code Action=Publish&Names.member.1=a}, answered in XML. */
final class QueryWire implements Wire {
    private static final String XML = "text/xml; charset=utf-8";

    @Override
    public String operation(Request request) throws IOException {
        return form(request).getOrDefault("Action", "an operation without a name");
    }

    private static Map<String, String> form(Request request) throws IOException {
        Map<String, String> form = new TreeMap<>(request.query());
        if (request.header("Content-Type").startsWith("application/x-www-form-urlencoded")) {
            form.putAll(Request.form(new String(Wire.plain(request), StandardCharsets.UTF_8)));
        }
        return form;
    }

    @Override
    public ObjectNode input(Request request) throws IOException {
        ObjectNode root = Tree.object();
        form(request).forEach((path, value) -> {
            ObjectNode parent = root;
            String[] steps = path.split("\\.");
            for (int i = 0; i < steps.length - 1; i++) {
                parent = parent.withObjectProperty(steps[i]);
            }
            parent.put(steps[steps.length - 1], value);
        });
        return (ObjectNode) listsAndMaps(root);
    }

    /** Turns {@code member.1} into elements of a list, and {@code entry.1.key} into fields of an object. */
    private static JsonNode listsAndMaps(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        if (node.size() == 1 && node.has("member")) {
            return Tree.array(inOrder(node.get("member")).values().stream().map(QueryWire::listsAndMaps));
        }
        ObjectNode object = Tree.object();
        if (node.size() == 1 && node.has("entry")) {
            inOrder(node.get("entry")).values().forEach(entry -> {
                JsonNode value = entry.has("value") ? entry.get("value") : entry.path("Value");
                object.set(entry.path("key").asText(entry.path("Name").asText()), value);
            });
        } else {
            node.properties().forEach(field -> object.set(field.getKey(), listsAndMaps(field.getValue())));
        }
        return object;
    }

    private static TreeMap<Integer, JsonNode> inOrder(JsonNode numbered) {
        TreeMap<Integer, JsonNode> elements = new TreeMap<>();
        numbered.properties().forEach(field -> elements.put(Integer.valueOf(field.getKey()), field.getValue()));
        return elements;
    }

    @Override
    public Response output(Request request, String operation, ObjectNode output) {
        StringBuilder xml = new StringBuilder("<" + operation + "Response><" + operation + "Result>");
        output.properties().forEach(field -> write(field.getKey(), field.getValue(), xml));
        xml.append("</" + operation + "Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></");
        return Response.of(200, XML, xml + operation + "Response>");
    }

    private static void write(String name, JsonNode value, StringBuilder xml) {
        xml.append("<" + name + ">");
        if (value.isArray()) {
            value.forEach(element -> write("member", element, xml));
        } else if (value.isObject() && name.equals("Attributes")) {
            value.properties().forEach(entry -> {
                xml.append("<entry>");
                write("key", Tree.object("key", entry.getKey()).get("key"), xml);
                write("value", entry.getValue(), xml);
                xml.append("</entry>");
            });
        } else if (value.isObject()) {
            value.properties().forEach(field -> write(field.getKey(), field.getValue(), xml));
        } else {
            xml.append(
                    Xml.escaped(value instanceof POJONode time ? time.getPojo().toString() : value.asText()));
        }
        xml.append("</" + name + ">");
    }

    @Override
    public Response error(Request request, AwsError error) {
        return Response.of(
                error.status(),
                XML,
                "<ErrorResponse><Error><Type>Sender</Type><Code>" + error.code() + "</Code><Message>"
                        + Xml.escaped(error.getMessage()) + "</Message></Error><RequestId>local</RequestId>"
                        + "</ErrorResponse>");
    }
}
