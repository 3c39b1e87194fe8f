package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.deploy.Schemas;
import routes.deploy.Yaml;

/** Definitions keep the rules of the public catalogue, and none has a secret: parameters are printed at the start. */
class DefinitionsTest {
    private static final Path ROOT = Path.of("kamelets");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9.-]+):?[^}]*}}");
    private static final Pattern SECRET = Pattern.compile(".*(secret|password|token|credential|apikey|accesskey)$");
    private static final List<String> ANNOTATIONS = List.of(
            "camel.apache.org/kamelet.support.level",
            "camel.apache.org/catalog.version",
            "camel.apache.org/kamelet.icon",
            "camel.apache.org/provider",
            "camel.apache.org/kamelet.group",
            "camel.apache.org/kamelet.namespace");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theyAreThese() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString().replace(".kamelet.yaml", ""))
                .containsExactly(
                        "athena-query-action",
                        "lake-gzip-s3-sink",
                        "nifi-sink",
                        "oauth-batch-sink",
                        "paged-http-source",
                        "s3-csv-action");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aDefinitionKeepsTheRules(Path file) {
        assertThat(faults(file, Yaml.read(file).get(0))).isEmpty();
    }

    @Test
    void everyBrokenRuleIsFound() {
        assertThat(seeded(kamelet -> kamelet.withObject("/metadata").put("name", "nifi")))
                .hasSizeGreaterThan(0);
        assertThat(seeded(kamelet -> kamelet.withObject("/metadata/labels").removeAll()))
                .anyMatch(fault -> fault.contains("type"));
        assertThat(seeded(kamelet -> kamelet.withObject("/spec/definition").put("title", "NiFi")))
                .anyMatch(fault -> fault.contains("title"));
        assertThat(seeded(kamelet -> kamelet.withObject("/spec/definition/properties/cooldown")
                        .remove("description")))
                .anyMatch(fault -> fault.contains("cooldown"));
        assertThat(seeded(kamelet -> kamelet.withObject("/spec/definition/properties/password")
                        .put("title", "Password")
                        .put("description", "Of NiFi.")
                        .put("type", "string")
                        .put("default", "")))
                .anyMatch(fault -> fault.contains("password is a secret"));
        assertThat(seeded(kamelet ->
                        kamelet.withObject("/spec/definition/properties").remove("cooldown")))
                .anyMatch(fault -> fault.contains("cooldown"));
        assertThat(seeded(kamelet -> kamelet.withObject("/spec/definition/properties/cooldown")
                        .put("default", "300")))
                .anyMatch(fault -> fault.contains("cooldown"));
        assertThat(seeded(kamelet -> ((ArrayNode) kamelet.at("/spec/template/from/steps"))
                        .addObject()
                        .putObject("removeHeaders")
                        .put("pattern", "*")))
                .anyMatch(fault -> fault.contains("headers"));
        assertThat(seeded(kamelet -> kamelet.withObject("/spec").put("depencencies", "camel:core")))
                .anyMatch(fault -> fault.contains("depencencies"));
        assertThat(seeded(kamelet -> kamelet.withObject("/spec/definition/properties")
                        .set("zeal", kamelet.at("/spec/definition/properties/url"))))
                .anyMatch(fault -> fault.contains("zeal"));
    }

    private static List<String> seeded(Consumer<ObjectNode> fault) {
        Path file = ROOT.resolve("nifi-sink.kamelet.yaml");
        ObjectNode kamelet = (ObjectNode) Yaml.read(file).get(0);
        assertThat(faults(file, kamelet)).isEmpty();
        fault.accept(kamelet);
        return faults(file, kamelet);
    }

    private static List<String> faults(Path file, JsonNode kamelet) {
        List<String> faults = new ArrayList<>(new Schemas().faults(kamelet));
        String name = kamelet.at("/metadata/name").asText();
        String type =
                kamelet.at("/metadata/labels/camel.apache.org~1kamelet.type").asText();
        require(faults, file.endsWith(name + ".kamelet.yaml"), "name " + name + " is not that of the file");
        require(faults, Set.of("source", "sink", "action").contains(type), "type is '" + type + "'");
        require(faults, name.endsWith("-" + type), "name " + name + " does not end in its type");
        ANNOTATIONS.forEach(annotation -> require(
                faults,
                !kamelet.at("/metadata/annotations").path(annotation).asText().isEmpty(),
                "annotation " + annotation + " is missing"));
        JsonNode definition = kamelet.at("/spec/definition");
        String ending = type.isEmpty() ? "?" : type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        String title = definition.path("title").asText();
        require(faults, title.endsWith(" " + ending), "title '" + title + "' does not end in its type");
        require(faults, !definition.path("description").asText().isEmpty(), "description is missing");
        require(faults, definition.path("type").asText().equals("object"), "type of the definition is not object");
        parameters(faults, definition);
        require(
                faults,
                used(kamelet).equals(names(definition)),
                "template uses " + used(kamelet) + ", definition has " + names(definition));
        List<String> dependencies = texts(kamelet.at("/spec/dependencies"));
        require(faults, dependencies.contains("camel:kamelet"), "dependency camel:kamelet is missing");
        require(faults, dependencies.equals(dependencies.stream().sorted().toList()), "dependencies are not sorted");
        kamelet.at("/spec/template/from/steps")
                .forEach(step -> require(
                        faults,
                        !step.at("/removeHeaders/pattern").asText().equals("*"),
                        "headers are dropped, and its source may delete by them"));
        boolean source = type.equals("source");
        require(
                faults,
                source == kamelet.at("/spec/template").toString().contains("kamelet:sink"),
                "a source ends in kamelet:sink, and nothing else does");
        return faults;
    }

    private static void parameters(List<String> faults, JsonNode definition) {
        List<String> required = texts(definition.path("required"));
        List<String> all = new ArrayList<>();
        definition.path("properties").properties().forEach(parameter -> {
            String name = parameter.getKey();
            all.add(name);
            for (String part : List.of("title", "description", "type")) {
                require(faults, !parameter.getValue().path(part).asText().isEmpty(), name + " has no " + part);
            }
            require(
                    faults,
                    required.contains(name) != parameter.getValue().has("default"),
                    name + " is required, or has a default");
            JsonNode usual = parameter.getValue().path("default");
            require(
                    faults,
                    usual.isMissingNode()
                            || usual.isIntegralNumber()
                                    == parameter
                                            .getValue()
                                            .path("type")
                                            .asText()
                                            .equals("integer"),
                    name + " has a default of another type");
            boolean secret = SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches()
                    || parameter.getValue().path("format").asText().equals("password");
            require(faults, !secret, name + " is a secret, and would be printed");
        });
        require(
                faults,
                all.subList(0, Math.min(required.size(), all.size())).equals(required),
                "required parameters " + required + " do not stand first in " + all);
    }

    /** Placeholders without a dot are parameters; the others are properties of the process. */
    private static Set<String> used(JsonNode kamelet) {
        Set<String> names = new TreeSet<>();
        PLACEHOLDER.matcher(kamelet.at("/spec/template").toString()).results().forEach(found -> {
            if (!found.group(1).contains(".")) {
                names.add(found.group(1));
            }
        });
        return names;
    }

    private static Set<String> names(JsonNode definition) {
        Set<String> names = new TreeSet<>();
        definition.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void require(List<String> faults, boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
