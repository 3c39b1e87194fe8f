package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.runtime.Pipeline;

/** What no schema knows: what a process of ours needs, and what it must not have. */
class ProcessesTest {
    private static final long GIB = 1L << 30;
    private static final int SHUTDOWN_SECONDS = 45 + 15;

    /** Each process of each overlay. */
    record Process(String overlay, JsonNode deployment, List<JsonNode> beside) {
        JsonNode pod() {
            return deployment.at("/spec/template/spec");
        }

        JsonNode container() {
            return pod().path("containers").get(0);
        }

        JsonNode labels() {
            return deployment.at("/spec/template/metadata/labels");
        }

        String pipelines() {
            return env("LAKE_PIPELINES");
        }

        String env(String name) {
            return stream(container().path("env"))
                    .filter(variable -> variable.path("name").asText().equals(name))
                    .map(variable -> variable.path("value").asText())
                    .findFirst()
                    .orElse("");
        }

        /** Those of a kind whose selector at {@code pointer} is exactly this process. */
        List<JsonNode> selecting(String kind, String pointer) {
            return beside.stream()
                    .filter(manifest -> manifest.path("kind").asText().equals(kind))
                    .filter(manifest -> manifest.at(pointer).equals(labels()))
                    .toList();
        }

        @Override
        public String toString() {
            return overlay + " " + deployment.at("/metadata/name").asText();
        }
    }

    static List<Process> processes() {
        List<Process> processes = new ArrayList<>();
        Kustomize.overlays()
                .forEach(overlay -> Kustomize.rendered(overlay, "Deployment")
                        .forEach(deployment -> processes.add(new Process(
                                overlay.getFileName().toString(), deployment, Kustomize.rendered(overlay)))));
        return processes;
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessIsAskedWhereItAnswers(Process process) {
        for (String probe : List.of("startupProbe", "livenessProbe")) {
            assertThat(process.container().at("/" + probe + "/httpGet/path").asText())
                    .isEqualTo("/observe/health/live");
        }
        assertThat(process.container().at("/readinessProbe/httpGet/path").asText())
                .isEqualTo("/observe/health/ready");
        assertThat(stream(process.container().path("ports")))
                .anyMatch(port -> port.path("name").asText().equals("management")
                        && port.path("containerPort").asInt() == 9876);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessHasTimeToFinishWhatItHasInHand(Process process) {
        assertThat(process.pod().path("terminationGracePeriodSeconds").asInt())
                .isGreaterThanOrEqualTo(SHUTDOWN_SECONDS + 15);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessMayNothingThatItDoesNotNeed(Process process) {
        assertThat(process.pod().at("/securityContext/runAsNonRoot").asBoolean())
                .isTrue();
        assertThat(process.pod().at("/securityContext/runAsUser").asInt()).isGreaterThan(1000);
        assertThat(process.pod().at("/securityContext/seccompProfile/type").asText())
                .isEqualTo("RuntimeDefault");
        assertThat(process.pod().path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(process.pod().path("enableServiceLinks").asBoolean(true)).isFalse();
        JsonNode security = process.container().path("securityContext");
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessWritesWhereItMayAndFindsRoomThere(Process process) {
        assertThat(volumeAt(process, "/tmp").has("emptyDir")).isTrue();
        JsonNode spool = volumeAt(process, process.env("LAKE_SPOOL_DIRECTORY"));
        long room = size(spool.at("/emptyDir/sizeLimit").asText());
        // Two batches in flight, each of which may be one object as large as is let in.
        assertThat(room).isGreaterThanOrEqualTo(process.pipelines().contains("aggregator") ? 2 * 5 * GIB : GIB);
        assertThat(size(process.container()
                        .at("/resources/limits/ephemeral-storage")
                        .asText()))
                .isGreaterThan(room
                        + size(volumeAt(process, "/tmp")
                                .at("/emptyDir/sizeLimit")
                                .asText()));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessIsToldHowMuchItMayHaveAndItsHeapLeavesRoomForTheRest(Process process) {
        JsonNode resources = process.container().path("resources");
        assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
        assertThat(resources.at("/limits/cpu").asText()).isNotEmpty();
        long heap = size(process.env("JAVA_TOOL_OPTIONS").replaceAll(".*-Xmx(\\d+)m.*", "$1Mi"));
        long requested = size(resources.at("/requests/memory").asText());
        assertThat(requested).isGreaterThanOrEqualTo(heap * 2);
        assertThat(size(resources.at("/limits/memory").asText())).isGreaterThan(requested);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessReadsTheConfigurationOfItsOverlay(Process process) {
        assertThat(process.env("LAKE_CONFIG")).isEqualTo("/etc/lake-routes/lake-routes.properties");
        String map = volumeAt(process, "/etc/lake-routes").at("/configMap/name").asText();
        assertThat(process.beside())
                .filteredOn(manifest -> manifest.at("/metadata/name").asText().equals(map))
                .singleElement()
                .satisfies(found -> assertThat(
                                found.at("/data/lake-routes.properties").asText())
                        .contains("lake.environment="));
        assertThat(map).as("a change of it makes a new name, and so new pods").matches("lake-routes-config-\\w{10}");
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessHasABudgetAServiceAndAPolicyOfItsOwnAndSharesNone(Process process) {
        assertThat(process.selecting("PodDisruptionBudget", "/spec/selector/matchLabels"))
                .singleElement()
                .satisfies(budget ->
                        assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1));
        assertThat(process.selecting("Service", "/spec/selector")).hasSize(1);
        assertThat(process.selecting("NetworkPolicy", "/spec/podSelector/matchLabels"))
                .hasSize(1);
        assertThat(process.deployment().at("/spec/selector/matchLabels")).isEqualTo(process.labels());
        assertThat(process.beside())
                .anyMatch(manifest -> manifest.path("kind").asText().equals("ServiceAccount")
                        && manifest.at("/metadata/name").equals(process.pod().path("serviceAccountName")));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aPolicyLetsAProcessAskForNamesAndForAwsAndNotForTheNodesCredentials(Process process) {
        JsonNode policy = process.selecting("NetworkPolicy", "/spec/podSelector/matchLabels")
                .get(0);
        List<JsonNode> egress = stream(policy.at("/spec/egress")).toList();
        assertThat(egress).anyMatch(rule -> rule.at("/ports/0/port").asInt() == 53);
        assertThat(egress)
                .filteredOn(rule -> rule.at("/ports/0/port").asInt() == 443)
                .singleElement()
                .satisfies(rule ->
                        assertThat(rule.at("/to/0/ipBlock/except/0").asText()).isEqualTo("169.254.0.0/16"));
        assertThat(policy.at("/spec/egress").toString())
                .as("kustomize adds labels to every podSelector that it finds")
                .doesNotContain("podSelector");
        boolean answers = process.pipelines().contains("export");
        assertThat(policy.at("/spec/ingress").toString().contains("8080")).isEqualTo(answers);
        assertThat(process.env("EXPORT_HTTP_HOST")).isEqualTo(answers ? "0.0.0.0" : "");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anOverlayRunsEveryPipelineOnce(Path overlay) {
        List<String> run = Kustomize.rendered(overlay, "Deployment").stream()
                .map(deployment -> new Process("", deployment, List.of()).pipelines())
                .flatMap(names -> Stream.of(names.split(",")))
                .toList();
        assertThat(run).containsExactlyInAnyOrderElementsOf(Pipeline.names());
    }

    static List<Path> overlays() {
        return Kustomize.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void rolesByAnnotationAreThoseOfTheEnvironment(Path overlay) {
        String name = overlay.getFileName().toString();
        String environment = name.replace("-irsa", "");
        boolean annotated = name.endsWith("-irsa");
        for (JsonNode account : Kustomize.rendered(overlay, "ServiceAccount")) {
            String arn = account.at("/metadata/annotations")
                    .path("eks.amazonaws.com/role-arn")
                    .asText();
            assertThat(arn.isEmpty()).as("%s", account).isEqualTo(!annotated);
            if (annotated) {
                String pipeline = account.at("/metadata/name").asText().replace("lake-routes-", "");
                assertThat(arn).endsWith(":role/lake-pod-" + pipeline + "-" + environment + "-eu-west-1");
            }
        }
    }

    private static JsonNode volumeAt(Process process, String path) {
        String name = stream(process.container().path("volumeMounts"))
                .filter(mount -> mount.path("mountPath").asText().equals(path))
                .map(mount -> mount.path("name").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is mounted at '" + path + "'"));
        return stream(process.pod().path("volumes"))
                .filter(volume -> volume.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long size(String quantity) {
        long number = Long.parseLong(quantity.replaceAll("\\D", ""));
        return quantity.endsWith("Gi") ? number * GIB : number * (GIB >> 10);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
