package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest is one that an API server would take, as far as schemas know. */
class ManifestSchemaTest {
    private static final Schemas SCHEMAS = new Schemas();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("deploy"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> overlays() {
        return Kustomize.overlays();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsOfItsSchema(Path file) {
        for (JsonNode document : Yaml.read(file)) {
            if (document.isObject()) {
                assertThat(SCHEMAS.faults(document))
                        .as("%s, %s", file, document.path("kind").asText())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyOverlayMakesManifestsOfTheirSchemas(Path overlay) {
        assertThat(Kustomize.rendered(overlay))
                .hasSizeGreaterThan(10)
                .allSatisfy(manifest -> assertThat(SCHEMAS.faults(manifest))
                        .as("%s %s", manifest.path("kind").asText(), manifest.at("/metadata/name"))
                        .isEmpty());
    }

    @Test
    void aFieldThatNobodyKnowsIsFound() {
        assertThat(faultsOf(
                        "base/deployment.yaml",
                        deployment ->
                                ((ObjectNode) deployment.at("/spec/template/spec")).put("terminationGraceSeconds", 75)))
                .anyMatch(fault -> fault.contains("terminationGraceSeconds"));
        assertThat(faultsOf(
                        "base/deployment.yaml",
                        deployment -> container(deployment)
                                .withObject("/securityContext")
                                .put("readOnlyRootFileSystem", true)))
                .anyMatch(fault -> fault.contains("readOnlyRootFileSystem"));
        assertThat(faultsOf(
                        "base/poddisruptionbudget.yaml",
                        budget -> budget.withObject("/spec").put("maxUnavailabel", 1)))
                .anyMatch(fault -> fault.contains("maxUnavailabel"));
        assertThat(faultsOf(
                        "base/networkpolicy.yaml",
                        policy -> policy.withObject("/spec").putArray("egres")))
                .anyMatch(fault -> fault.contains("egres"));
        assertThat(faultsOf(
                        "alerts/ingest.yaml",
                        rules -> ((ObjectNode) rules.at("/spec/groups/0/rules/0")).put("expression", "up")))
                .anyMatch(fault -> fault.contains("expression"));
        assertThat(faultsOf(
                        "overlays/prod/scaling.yaml",
                        authentication ->
                                authentication.withObject("/spec/podIdentity").put("providr", "aws")))
                .anyMatch(fault -> fault.contains("providr"));
    }

    @Test
    void aTraitThatTheOperatorDoesNotKnowIsFound() {
        assertThat(faultsOf(
                        "../camel-k/each/ingest.yaml",
                        integration -> integration
                                .withObject("/spec/traits/health")
                                .put("livenessPath", "/observe/health/live")))
                .anyMatch(fault -> fault.contains("livenessPath"));
        assertThat(faultsOf(
                        "../camel-k/pipes/queue-to-nifi.yaml",
                        pipe -> pipe.withObject("/spec/sink/ref").put("kamelet", "nifi-sink")))
                .anyMatch(fault -> fault.contains("kamelet"));
    }

    @Test
    void aValueOfTheWrongKindIsFound() {
        assertThat(faultsOf(
                        "base/deployment.yaml",
                        deployment -> deployment
                                .withObject("/spec/template/spec")
                                .put("terminationGracePeriodSeconds", "75s")))
                .anyMatch(fault -> fault.contains("terminationGracePeriodSeconds") && fault.contains("integer"));
        assertThat(faultsOf(
                        "base/deployment.yaml",
                        deployment -> container(deployment).put("args", "run")))
                .anyMatch(fault -> fault.contains("args") && fault.contains("array"));
        assertThat(faultsOf(
                        "base/deployment.yaml",
                        deployment -> ((ArrayNode) container(deployment).path("env"))
                                .addObject()
                                .put("name", "X")
                                .put("value", 1)))
                .anyMatch(fault -> fault.contains("value") && fault.contains("string"));
    }

    @Test
    void aKindThatHasNoSchemaIsRefused() {
        JsonNode unknown =
                Yaml.parse("seeded", "{apiVersion: v1, kind: Deploiment}").get(0);
        assertThatThrownBy(() -> SCHEMAS.faults(unknown)).hasMessageContaining("a 'Deploiment' of v1");
    }

    private static List<String> faultsOf(String file, Consumer<ObjectNode> fault) {
        JsonNode manifest = Yaml.read(Kustomize.ROOT.resolve(file)).get(0);
        assertThat(SCHEMAS.faults(manifest)).isEmpty();
        fault.accept((ObjectNode) manifest);
        return SCHEMAS.faults(manifest);
    }

    private static ObjectNode container(JsonNode deployment) {
        return (ObjectNode) deployment.at("/spec/template/spec/containers/0");
    }
}
