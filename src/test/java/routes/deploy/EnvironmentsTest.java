package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.runtime.Pipeline;
import routes.runtime.command.Console;
import routes.runtime.command.LakeRoutes;

/** What environments say to the program, and what they say to KEDA of the same queues. */
class EnvironmentsTest {
    private static final Set<String> OURS_NOT = Set.of("LAKE_CONFIG", "JAVA_TOOL_OPTIONS");

    static List<Path> environments() {
        return Kustomize.overlays().stream()
                .filter(overlay -> Files.exists(overlay.resolve("lake-routes.properties")))
                .toList();
    }

    static List<Path> scaled() {
        return environments().stream()
                .filter(overlay -> Files.exists(overlay.resolve("scaling.yaml")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("environments")
    void theProgramTakesTheConfiguration(Path environment, @TempDir Path spool) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> variables = Map.of(
                "LAKE_SPOOL_DIRECTORY", spool.toString(),
                "LAKE_PIPELINES", String.join(",", Pipeline.names()),
                "LAKE_CONFIG", environment.resolve("lake-routes.properties").toString());
        Console console =
                new Console(variables, new Properties(), InputStream.nullInputStream(), out, out, Clock.systemUTC());
        assertThat(LakeRoutes.execute(console, "config", "check"))
                .as("%s", said.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("environments")
    void everyKeyIsOneThatTheProgramKnows(Path environment) throws IOException {
        Set<String> known =
                properties(Path.of("src/main/resources/application.properties")).stringPropertyNames();
        assertThat(properties(environment.resolve("lake-routes.properties")).stringPropertyNames())
                .allMatch(
                        key -> known.contains(key.replaceFirst("^ingest\\.sources\\.[^.]+\\.", "ingest.source-default.")
                                .replaceFirst("^export\\.tables\\.[^.]+\\.", "export.table-default.")));
    }

    @ParameterizedTest
    @MethodSource("environments")
    void secretsStandThereByNameOnly(Path environment) throws IOException {
        Properties values = properties(environment.resolve("lake-routes.properties"));
        assertThat(values.stringPropertyNames())
                .noneMatch(key -> key.matches(".*(password|token|credential|private)$"))
                .filteredOn(key -> key.endsWith("secret"))
                .isNotEmpty()
                .allMatch(key -> values.getProperty(key).startsWith(values.getProperty("lake.environment") + "/"));
    }

    @Test
    void everyVariableIsAKeyOfTheProgram() throws IOException {
        Set<String> variables =
                properties(Path.of("src/main/resources/application.properties")).stringPropertyNames().stream()
                        .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                        .collect(Collectors.toSet());
        for (Path overlay : Kustomize.overlays()) {
            for (JsonNode deployment : Kustomize.rendered(overlay, "Deployment")) {
                assertThat(deployment.at("/spec/template/spec/containers/0/env"))
                        .allMatch(variable -> variables.contains(
                                        variable.path("name").asText())
                                || OURS_NOT.contains(variable.path("name").asText()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scaled")
    void everyQueueOfAPipelineMovesItsProcessAndNoOther(Path environment) throws IOException {
        Properties values = properties(environment.resolve("lake-routes.properties"));
        List<JsonNode> scaled = Yaml.read(environment.resolve("scaling.yaml")).stream()
                .filter(manifest -> manifest.path("kind").asText().equals("ScaledObject"))
                .toList();
        assertThat(scaled)
                .extracting(object -> object.at("/spec/scaleTargetRef/name").asText())
                .as("KEDA allows one for a Deployment")
                .containsExactlyInAnyOrderElementsOf(Pipeline.names().stream()
                        .map(name -> "lake-routes-" + name)
                        .toList());
        for (JsonNode object : scaled) {
            String pipeline = object.at("/spec/scaleTargetRef/name").asText().replace("lake-routes-", "");
            Set<String> queues = values.stringPropertyNames().stream()
                    .filter(key -> key.startsWith(pipeline + ".") && key.matches(".*[.-]queue"))
                    .map(values::getProperty)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(StreamSupport.stream(object.at("/spec/triggers").spliterator(), false)
                            .map(trigger -> trigger.at("/metadata/queueURL").asText())
                            .map(url -> url.substring(url.lastIndexOf('/') + 1)))
                    .containsExactlyInAnyOrderElementsOf(queues);
            assertThat(object.at("/spec/minReplicaCount").asInt())
                    .as("clocks and sweeps of %s run in its process", pipeline)
                    .isEqualTo(1);
            assertThat(object.at("/spec/triggers"))
                    .allMatch(trigger -> trigger.at("/metadata/awsRegion")
                                    .asText()
                                    .equals(values.getProperty("lake.region"))
                            && trigger.at("/authenticationRef/name").asText().equals("lake-routes-queues"));
        }
    }

    @ParameterizedTest
    @MethodSource("scaled")
    void noApplyTakesKedasReplicasAway(Path environment) {
        assertThat(Kustomize.rendered(environment, "Deployment"))
                .noneMatch(deployment -> deployment.path("spec").has("replicas"));
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
