package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory that {@code mvn package} leaves: somebody copies it and runs it. */
class DistributionIT {
    private static final Path HOME = Path.of("target", "lake-routes").toAbsolutePath();

    @TempDir
    private Path elsewhere;

    private record Ended(int code, String output) {}

    private Ended run(Path program, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(LAKE|INGEST)_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void itRunsFromAnyDirectoryAndThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(elsewhere.resolve("lake routes"), HOME.resolve("bin/lake-routes"));
        Path linkToLink = Files.createSymbolicLink(elsewhere.resolve("lr"), Path.of("lake routes"));
        for (Path program : List.of(HOME.resolve("bin/lake-routes"), link, linkToLink)) {
            Ended ended = run(program, Map.of(), "--version");
            assertThat(ended.code()).as(ended.output()).isZero();
            assertThat(ended.output()).startsWith("lake-routes ").doesNotContain("not packaged");
        }
    }

    @Test
    void itsExampleConfigurationChangesNothing() throws Exception {
        Ended ended = run(HOME.resolve("bin/lake-routes"), Map.of(), "config", "check");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).startsWith("configuration has 2 faults:");
    }

    @Test
    void optionsOfTheUsersReachJava() throws Exception {
        Ended ended = run(
                HOME.resolve("bin/lake-routes"),
                Map.of("JAVA_OPTS", "-Dingest.raw-bucket=raw -Dlake.lease=soon"),
                "config",
                "check");
        assertThat(ended.output()).contains("lake.lease is 'soon'").doesNotContain("ingest.raw-bucket is missing");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        Ended ended = run(HOME.resolve("bin/lake-routes"), Map.of("JAVA_HOME", "/nowhere"), "--version");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("JAVA_HOME is '/nowhere'");
    }

    @Test
    void nothingOfTheLocalCloudOrOfTestsIsInIt() throws IOException {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("lake-routes-"))
                    .noneMatch(name -> name.matches(
                            ".*(junit|assertj|s3mock|elasticmq|mima|awaitility|archunit|netty-nio-client).*"));
        }
    }
}
