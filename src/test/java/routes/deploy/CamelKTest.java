package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.runtime.Pipeline;

/** Integrations run our image as deploy/kubernetes does; Pipes call our Kamelets by parameters that these have. */
class CamelKTest {
    private static final Path ROOT = Path.of("deploy", "camel-k");

    static List<JsonNode> integrations() {
        return of("Integration");
    }

    static List<JsonNode> pipes() {
        return of("Pipe");
    }

    @ParameterizedTest
    @MethodSource("integrations")
    void anIntegrationRunsTheProcessThatADeploymentRuns(JsonNode integration) {
        JsonNode deployment = deployment(
                integration.at("/metadata/labels/app.kubernetes.io~1component").asText());
        JsonNode there = deployment.at("/spec/template/spec");
        JsonNode container = there.path("containers").get(0);
        JsonNode traits = integration.at("/spec/traits");
        assertThat(environment(integration)).isEqualTo(environment(container.path("env")));
        assertThat(traits.at("/container/limitMemory")).isEqualTo(container.at("/resources/limits/memory"));
        assertThat(traits.at("/container/requestMemory")).isEqualTo(container.at("/resources/requests/memory"));
        assertThat(traits.at("/container/limitCPU")).isEqualTo(container.at("/resources/limits/cpu"));
        assertThat(traits.at("/container/port").asInt()).isEqualTo(9876);
        assertThat(traits.at("/container/runAsUser")).isEqualTo(there.at("/securityContext/runAsUser"));
        assertThat(traits.at("/health/livenessProbe")).isEqualTo(container.at("/livenessProbe/httpGet/path"));
        assertThat(traits.at("/health/readinessProbe")).isEqualTo(container.at("/readinessProbe/httpGet/path"));
        assertThat(traits.at("/health/startupProbe")).isEqualTo(container.at("/startupProbe/httpGet/path"));
        assertThat(integration.at("/spec/serviceAccountName")).isEqualTo(there.path("serviceAccountName"));
        JsonNode pod = integration.at("/spec/template/spec");
        assertThat(pod.path("terminationGracePeriodSeconds")).isEqualTo(there.path("terminationGracePeriodSeconds"));
        assertThat(pod.at("/containers/0/args")).isEqualTo(container.path("args"));
        assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem")
                        .asBoolean())
                .isTrue();
        assertThat(there.path("volumes")).containsAll(pod.path("volumes"));
    }

    @ParameterizedTest
    @MethodSource("integrations")
    void anIntegrationBuildsNothing(JsonNode integration) {
        assertThat(integration.at("/spec/traits/container/image").asText()).isNotEmpty();
        assertThat(integration.at("/spec/traits/jvm/enabled").asBoolean(true)).isFalse();
        assertThat(integration.path("spec").has("sources")).isFalse();
        assertThat(integration.path("spec").has("flows")).isFalse();
    }

    @Test
    void thereIsOneForEachPipelineAndOneForAll() {
        assertThat(integrations())
                .extracting(integration -> integration.at("/metadata/name").asText())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("all"), Pipeline.names().stream())
                        .map(name -> "lake-routes-" + name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pipes")
    void aPipeCallsKameletsByParametersThatTheyHave(JsonNode pipe) {
        assertThat(ends(pipe))
                .isNotEmpty()
                .allSatisfy(end -> assertThat(faults(end)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pipes")
    void aPipeLeavesFailuresAndRepetitionToItsCaller(JsonNode pipe) {
        assertThat(pipe.at("/spec/integration/traits/camel/properties"))
                .extracting(JsonNode::asText)
                .contains(
                        "camel.component.kamelet.no-error-handler=true",
                        "camel.component.http.automatic-retries-disabled=true",
                        "camel.component.https.automatic-retries-disabled=true");
    }

    @Test
    void aWrongParameterAMissingOneAndAStrangerAreFound() {
        JsonNode end = ends(pipes().stream()
                        .filter(pipe -> pipe.at("/metadata/name").asText().equals("source-to-raw-zone"))
                        .findFirst()
                        .orElseThrow())
                .get(0);
        ObjectNode wrong = end.deepCopy();
        wrong.withObject("/properties").put("ulr", "http://127.0.0.1:1");
        wrong.withObject("/properties").remove("url");
        assertThat(faults(wrong)).containsExactlyInAnyOrder("ulr is unknown", "url is missing");
        ObjectNode stranger = end.deepCopy();
        stranger.withObject("/ref").put("name", "paged-htpt-source");
        assertThat(faults(stranger)).containsExactly("there is no Kamelet paged-htpt-source");
    }

    /** Of parameters that a Kamelet does not know Camel says nothing. */
    private static List<String> faults(JsonNode end) {
        Path file = Path.of("kamelets", end.at("/ref/name").asText() + ".kamelet.yaml");
        if (!Files.exists(file)) {
            return List.of("there is no Kamelet " + end.at("/ref/name").asText());
        }
        JsonNode definition = Yaml.read(file).get(0).at("/spec/definition");
        Stream<String> unknown = end.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !definition.path("properties").has(name))
                .map(name -> name + " is unknown");
        Stream<String> missing = StreamSupport.stream(
                        definition.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .filter(name -> !end.path("properties").has(name))
                .map(name -> name + " is missing");
        return Stream.concat(unknown, missing).toList();
    }

    private static List<JsonNode> ends(JsonNode pipe) {
        Stream<JsonNode> steps = StreamSupport.stream(pipe.at("/spec/steps").spliterator(), false);
        return Stream.concat(Stream.of(pipe.at("/spec/source"), pipe.at("/spec/sink")), steps)
                .filter(end -> end.has("ref"))
                .toList();
    }

    private static Map<String, String> environment(JsonNode variables) {
        Map<String, String> values = new TreeMap<>();
        if (variables.isArray()) {
            variables.forEach(variable -> values.put(
                    variable.path("name").asText(), variable.path("value").asText()));
        } else {
            variables.at("/spec/traits/environment/vars").forEach(variable -> {
                String[] parts = variable.asText().split("=", 2);
                values.put(parts[0], parts[1]);
            });
        }
        return values;
    }

    private static JsonNode deployment(String component) {
        String overlay = component.equals("all") ? "all" : "prod";
        return Kustomize.rendered(Kustomize.ROOT.resolve("overlays").resolve(overlay), "Deployment").stream()
                .filter(deployment -> deployment.at("/metadata/name").asText().equals("lake-routes-" + component))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> of(String kind) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> Yaml.read(file).stream())
                    .filter(manifest -> manifest.path("kind").asText().equals(kind))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("manifests of Camel K cannot be read", e);
        }
    }
}
