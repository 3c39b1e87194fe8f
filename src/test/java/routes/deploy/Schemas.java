package routes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the API server would say of a manifest, asked of the schemas that others publish as Maven artifacts: Kubernetes'
 * own kinds and those of the Prometheus operator from fabric8's models, Camel K's from its custom resource definitions.
 * KEDA publishes none there: its schema
 * stands beside the tests, with the fields that one might use here. All are closed: a field that they do not know is a
 * fault.
 */
public final class Schemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FABRIC8 = "schema/validation-schema.json";
    private static final Map<String, String> CAMEL_K =
            Map.of("Integration", "integrations", "Pipe", "pipes", "Kamelet", "kamelets");
    private static final List<String> KEDA = List.of("ScaledObject", "TriggerAuthentication");

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
    private final Map<String, JsonSchema> known = new HashMap<>();

    /** Everything that is wrong with a manifest, empty if nothing is. */
    public List<String> faults(JsonNode manifest) {
        return schema(
                        manifest.path("apiVersion").asText(),
                        manifest.path("kind").asText())
                .validate(manifest)
                .stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    private JsonSchema schema(String apiVersion, String kind) {
        return known.computeIfAbsent(apiVersion + "/" + kind, name -> factory.getSchema(document(apiVersion, kind)));
    }

    private static JsonNode document(String apiVersion, String kind) {
        if (CAMEL_K.containsKey(kind)) {
            return camelK(kind);
        }
        if (KEDA.contains(kind)) {
            return resource("routes/deploy/keda.schema.json").path(kind);
        }
        return fabric8(apiVersion, kind);
    }

    private static JsonNode camelK(String kind) {
        JsonNode definition = Yaml.parse(kind, text("camel.apache.org_" + CAMEL_K.get(kind) + ".yaml"))
                .get(0);
        for (JsonNode version : definition.at("/spec/versions")) {
            if (version.path("name").asText().equals("v1")) {
                ObjectNode schema = version.at("/schema/openAPIV3Schema").deepCopy();
                ((ObjectNode) schema.path("properties")).set("metadata", metadata());
                return ClosedSchema.of(schema);
            }
        }
        throw new IllegalStateException("definition of " + kind + " has no version v1");
    }

    private static JsonNode metadata() {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = metadata.putObject("properties");
        properties.putObject("name").put("type", "string");
        properties.putObject("namespace").put("type", "string");
        for (String map : List.of("labels", "annotations")) {
            properties
                    .putObject(map)
                    .put("type", "object")
                    .putObject("additionalProperties")
                    .put("type", "string");
        }
        return metadata;
    }

    private static JsonNode fabric8(String apiVersion, String kind) {
        for (JsonNode all : published()) {
            for (Map.Entry<String, JsonNode> definition :
                    all.path("definitions").properties()) {
                JsonNode fields = definition.getValue().path("properties");
                if (fields.at("/kind/default").asText().equals(kind)
                        && fields.at("/apiVersion/default").asText().equals(apiVersion)) {
                    ObjectNode schema = JsonNodeFactory.instance.objectNode();
                    schema.put("$ref", "#/definitions/" + definition.getKey());
                    schema.set("definitions", all.path("definitions"));
                    return ClosedSchema.of(schema);
                }
            }
        }
        throw new IllegalArgumentException(
                "manifest is a '" + kind + "' of " + apiVersion + ", expected a kind and version with a schema");
    }

    private static List<JsonNode> published() {
        try {
            List<JsonNode> all = new ArrayList<>();
            for (URL url : Collections.list(Schemas.class.getClassLoader().getResources(FABRIC8))) {
                all.add(JSON.readTree(url));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("schemas of Kubernetes cannot be read", e);
        }
    }

    private static JsonNode resource(String name) {
        try {
            return JSON.readTree(text(name));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is no JSON", e);
        }
    }

    private static String text(String name) {
        try (InputStream stream = Schemas.class.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
