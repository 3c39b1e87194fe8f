package routes.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What can be said of {@code .github} without GitHub: what it names is there, and nobody gets more rights than he needs. */
class WorkflowsTest {
    private static final Path GITHUB = Path.of(".github");
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@v\\d+");
    private static final Pattern POM = Pattern.compile("-f (\\S+)");

    static List<Path> workflows() {
        return files(GITHUB.resolve("workflows"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aWorkflowSaysWhenItRunsAndWithWhichRights(Path file) {
        Map<?, ?> workflow = map(yaml(file));
        assertThat(workflow.keySet()).map(String::valueOf).contains("name", "on", "permissions", "jobs");
        assertThat(String.valueOf(workflow.get("permissions")))
                .as("rights of every job")
                .doesNotContain("write-all");
        // What runs in the repository's own name runs nothing of the pull request.
        assertThat(map(workflow.get("on")).keySet()).map(String::valueOf).doesNotContain("pull_request_target");
        if (map(workflow.get("on")).containsKey("workflow_run")) {
            assertThat(steps(workflow)).noneMatch(step -> step.containsKey("run"));
            assertThat(uses(workflow)).noneMatch(action -> action.startsWith("actions/checkout"));
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyJobEndsInTimeAndEveryActionHasAVersion(Path file) {
        Map<?, ?> workflow = map(yaml(file));
        jobs(workflow).forEach(job -> {
            if (job.containsKey("uses")) {
                assertThat(Path.of(String.valueOf(job.get("uses")))).exists();
            } else {
                assertThat((Integer) job.get("timeout-minutes")).isBetween(1, 60);
            }
        });
        assertThat(uses(workflow)).allMatch(action -> PINNED.matcher(action).matches());
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void whatACommandNamesIsThere(Path file) {
        for (String command : commands(map(yaml(file)))) {
            Matcher pom = POM.matcher(command);
            // The infrastructure is a project of its own.
            if (pom.find() && !pom.group(1).startsWith("infra/")) {
                assertThat(Path.of(pom.group(1))).exists();
            }
            // Values from outside never become a part of a script.
            assertThat(command).doesNotContain("${{ github.event", "${{ inputs", "${{ vars", "${{ secrets");
        }
    }

    @Test
    void aChangeIsTestedWithTheCommandOfTheReadmeOnBothJdks() throws IOException {
        Map<?, ?> test = map(yaml(GITHUB.resolve("workflows/test.yml")));
        assertThat(commands(test)).contains("mvn -B -ntp verify");
        assertThat(Files.readString(Path.of("README.md"))).contains("mvn verify ");
        assertThat(test.toString()).contains("java=[17, 25]");
    }

    @Test
    void nobodyDeploysWithAKeyThatIsStored() {
        Map<?, ?> deploy = map(yaml(GITHUB.resolve("workflows/deploy.yml")));
        assertThat(deploy.toString())
                .contains("id-token=write", "role-to-assume")
                .doesNotContain("secrets.", "aws-access-key-id");
        List<?> environments = (List<?>)
                map(map(map(map(deploy.get("on")).get("workflow_dispatch")).get("inputs"))
                                .get("environment"))
                        .get("options");
        assertThat(environments).map(String::valueOf).containsExactly("dev", "test", "staging", "prod");
    }

    @Test
    void theCommandLineOfTheCdkIsTheOneThatIsPinned() throws IOException {
        String deploy = String.join("\n", commands(map(yaml(GITHUB.resolve("workflows/deploy.yml")))));
        assertThat(deploy)
                .contains("npm ci --prefix infra", "npx --no-install cdk deploy")
                .doesNotContain("aws-cdk@");
        Map<?, ?> wanted = map(map(yaml(Path.of("infra/package.json"))).get("devDependencies"));
        Map<?, ?> locked = map(map(map(yaml(Path.of("infra/package-lock.json"))).get("packages"))
                .get("node_modules/aws-cdk"));
        assertThat(String.valueOf(wanted.get("aws-cdk")))
                .matches("\\d+\\.\\d+\\.\\d+")
                .isEqualTo(locked.get("version"));
        assertThat(String.valueOf(locked.get("integrity"))).startsWith("sha512-");
        // Nobody is told another one, nor where from.
        assertThat(Files.readString(Path.of("docs/infra.md"))).doesNotContain("npx aws-cdk@");
        assertThat(locked.containsKey("resolved")).isFalse();
    }

    @Test
    void formsAndUpdatesCanBeRead() {
        Map<?, ?> updates = map(yaml(GITHUB.resolve("dependabot.yml")));
        assertThat(updates.get("version")).isEqualTo(2);
        List<Path> forms = files(GITHUB.resolve("ISSUE_TEMPLATE"));
        assertThat(forms).hasSizeGreaterThan(1);
        forms.forEach(form -> assertThat(map(yaml(form))).isNotEmpty());
    }

    private static List<Map<?, ?>> jobs(Map<?, ?> workflow) {
        List<Map<?, ?>> jobs = new ArrayList<>();
        map(workflow.get("jobs")).values().forEach(job -> jobs.add(map(job)));
        return jobs;
    }

    private static List<Map<?, ?>> steps(Map<?, ?> workflow) {
        List<Map<?, ?>> steps = new ArrayList<>();
        for (Map<?, ?> job : jobs(workflow)) {
            if (job.get("steps") instanceof List<?> some) {
                some.forEach(step -> steps.add(map(step)));
            }
        }
        return steps;
    }

    private static List<String> uses(Map<?, ?> workflow) {
        return steps(workflow).stream()
                .filter(step -> step.containsKey("uses"))
                .map(step -> String.valueOf(step.get("uses")))
                .toList();
    }

    private static List<String> commands(Map<?, ?> workflow) {
        return steps(workflow).stream()
                .filter(step -> step.containsKey("run"))
                .map(step -> String.valueOf(step.get("run")))
                .toList();
    }

    private static Map<?, ?> map(Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<?, ?>) value;
    }

    private static Object yaml(Path file) {
        try {
            return new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
