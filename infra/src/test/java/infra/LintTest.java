package infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import infra.environment.Environments;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** cfn-lint, where it is installed: {@code pip install cfn-lint} (npm's package of that name is another one). */
class LintTest {
    @Test
    void cfnLintFindsNothingInAnyTemplate() throws IOException, InterruptedException {
        assumeTrue(onPath("cfn-lint"), "cfn-lint is not on PATH: templates were not looked at by it");
        Environments.all().forEach(Synthesised::of);
        Variants.governed();
        Variants.kubernetes();
        Variants.networked();
        // W3005: the CDK names dependencies that a reference says as well, which does no harm.
        List<String> command =
                new ArrayList<>(List.of("cfn-lint", "--ignore-checks", "W3005", "--format", "parseable", "--template"));
        try (Stream<Path> files = Files.walk(Synthesised.TEMPLATES)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".template.json"))
                    .forEach(command::add);
        }
        Path findings = Path.of("target/cfn-lint.txt");
        Process lint = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(findings.toFile())
                .start();
        int code = lint.waitFor();
        assertThat(command).hasSizeGreaterThan(40);
        assertThat(Files.readString(findings, StandardCharsets.UTF_8)).isBlank();
        assertThat(code).isZero();
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
