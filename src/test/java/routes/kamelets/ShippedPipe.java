package routes.kamelets;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import routes.deploy.Yaml;

/**
 * A Pipe as it is shipped, run as the operator translates it: parameters of Kamelets become properties, their calls one
 * route. (Camel Main itself would hand over values that are encoded as in a URL.)
 */
final class ShippedPipe {
    private static final Path PIPES = Path.of("deploy", "camel-k", "pipes");

    private final JsonNode spec;
    private final Map<String, String> instead;

    /**
     * @param file its name
     * @param instead addresses of this test and the like: parameters by name, and {@code uri} of the source
     */
    ShippedPipe(String file, Map<String, String> instead) {
        this.spec = Yaml.read(path(file)).get(0).path("spec");
        this.instead = instead;
    }

    static Path path(String file) {
        return PIPES.resolve(file);
    }

    /** A value that it is shipped with, as a JSON pointer below {@code spec} finds it. */
    String value(String pointer) {
        return spec.at(pointer).asText();
    }

    /**
     * Starts it.
     *
     * @param secrets properties that a mounted Secret would set
     */
    Run run(Map<String, String> secrets, Map<String, Object> beans) throws Exception {
        Map<String, String> values = new HashMap<>(secrets);
        Map<String, JsonNode> ends = new LinkedHashMap<>();
        ends.put("source", spec.path("source"));
        spec.path("steps").forEach(step -> ends.put("step-" + ends.size(), step));
        ends.put("sink", spec.path("sink"));
        ends.forEach((id, end) -> end.path("properties")
                .properties()
                .forEach(parameter -> values.put(
                        "camel.kamelet." + end.at("/ref/name").asText() + "." + id + "." + parameter.getKey(),
                        instead.getOrDefault(
                                parameter.getKey(), parameter.getValue().asText()))));
        spec.at("/integration/traits/camel/properties").forEach(property -> {
            String[] parts = property.asText().split("=", 2);
            values.put(parts[0], parts[1]);
        });
        return new Run(values, beans, new RouteBuilder() {
            @Override
            public void configure() {
                if (spec.at("/errorHandler").has("none")) {
                    errorHandler(noErrorHandler());
                }
                RouteDefinition route = from(uri("source", ends.remove("source")));
                ends.forEach((id, end) -> route.to(uri(id, end)));
            }
        });
    }

    private String uri(String id, JsonNode end) {
        return end.has("ref")
                ? "kamelet:" + end.at("/ref/name").asText() + "/" + id
                : instead.getOrDefault("uri", end.path("uri").asText());
    }
}
