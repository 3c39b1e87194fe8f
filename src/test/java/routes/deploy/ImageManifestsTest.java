package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The image that pom.xml describes is the one that the manifests of {@code deploy} run. */
class ImageManifestsTest {
    private static final String JIB = "//plugin[artifactId='jib-maven-plugin']";
    private static final String PRODUCT = JIB + "//execution[id='product']/configuration/container";
    private static final List<String> ENTRYPOINT = Pom.texts(PRODUCT + "/entrypoint/argument");
    private static final List<String> PORTS = Pom.texts(PRODUCT + "/ports/port");
    private static final String[] USER =
            Pom.text(JIB + "/configuration/container/user").split(":");

    static Stream<JsonNode> deployments() {
        return Kustomize.overlays().stream().flatMap(overlay -> Kustomize.rendered(overlay, "Deployment").stream());
    }

    static List<JsonNode> integrations() {
        return CamelKTest.integrations();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void aDeploymentRunsItAsItIs(JsonNode deployment) {
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode container = pod.path("containers").get(0);
        runsAsItsUser(pod.path("securityContext"));
        fits(container);
        assertThat(container.has("command")).as("the entrypoint is the image's").isFalse();
        assertThat(container.path("image").asText()).contains("/lake-routes:");
        leavesItsFilesInSight(container);
        assertThat(options(container.path("env"))).contains("-Xmx");
    }

    @ParameterizedTest
    @MethodSource("integrations")
    void anIntegrationRunsItAsItIs(JsonNode integration) {
        JsonNode pod = integration.at("/spec/template/spec");
        JsonNode traits = integration.at("/spec/traits");
        runsAsItsUser(pod.path("securityContext"));
        fits(pod.path("containers").get(0));
        leavesItsFilesInSight(pod.path("containers").get(0));
        assertThat(traits.at("/container/runAsUser").asText()).isEqualTo(USER[0]);
        assertThat(PORTS).contains(traits.at("/container/port").asText());
        assertThat(traits.at("/container/image").asText()).contains("/lake-routes:");
        assertThat(traits.at("/jvm/enabled").asBoolean(true)).isFalse();
    }

    @Test
    void aHeapThatAManifestSetsIsNotOverruled() {
        // What stands in JAVA_TOOL_OPTIONS comes before the command line, which therefore must not say it too.
        assertThat(ENTRYPOINT).noneMatch(word -> word.startsWith("-Xmx") || word.startsWith("-XX:MaxHeapSize"));
        assertThat(ENTRYPOINT).contains("-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void aSignalReachesJavaItself() {
        assertThat(ENTRYPOINT.get(0)).isEqualTo("/opt/java/bin/java");
        assertThat(ENTRYPOINT.get(ENTRYPOINT.size() - 1)).isEqualTo("routes.runtime.command.LakeRoutes");
        assertThat(Pom.texts(PRODUCT + "/args/arg")).containsExactly("run");
    }

    @Test
    void whatAWebIdentityNeedsIsOnTheClassPathOfARun() {
        assertThat(Pom.text("/project/dependencies/dependency[artifactId='sts']/scope"))
                .isEqualTo("runtime");
    }

    @Test
    void itIsTheJvmOfTheStartScriptButForTheHeap() throws IOException {
        String script = Files.readString(Path.of("src/main/distribution/bin/lake-routes"));
        String flags = script.lines()
                .filter(line -> line.startsWith("flags="))
                .findFirst()
                .orElseThrow();
        Stream.of(flags.substring(7, flags.length() - 1).split(" "))
                .filter(flag -> !flag.startsWith("-Xmx"))
                .forEach(flag -> assertThat(ENTRYPOINT).contains(flag));
    }

    private static void runsAsItsUser(JsonNode security) {
        assertThat(security.path("runAsUser").asText()).isEqualTo(USER[0]);
        assertThat(security.path("runAsGroup").asText()).isEqualTo(USER[1]);
        assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
    }

    private static void fits(JsonNode container) {
        assertThat(stream(container.path("args")).map(JsonNode::asText)).containsExactly("run");
        assertThat(stream(container.path("ports"))
                        .map(port -> port.path("containerPort").asText()))
                .allMatch(PORTS::contains);
    }

    /** A volume over /app or /opt would hide the program. */
    private static void leavesItsFilesInSight(JsonNode container) {
        assertThat(stream(container.path("volumeMounts"))
                        .map(mount -> mount.path("mountPath").asText()))
                .contains("/tmp")
                .noneMatch(path -> path.matches("/|/(app|opt|lib|lib64|etc)(/java)?"));
    }

    private static String options(JsonNode environment) {
        return stream(environment)
                .filter(variable -> variable.path("name").asText().equals("JAVA_TOOL_OPTIONS"))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElse("");
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
