package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What {@code kubectl kustomize} makes of a directory; a test that asks is skipped where there is no kubectl. */
final class Kustomize {
    static final Path ROOT = Path.of("deploy", "kubernetes");

    private static final Map<Path, List<JsonNode>> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    static List<Path> overlays() {
        try (Stream<Path> directories = Files.list(ROOT.resolve("overlays"))) {
            return directories.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("overlays cannot be listed", e);
        }
    }

    static List<JsonNode> rendered(Path directory) {
        assumeThat(onThePath()).as("kubectl is on the PATH").isTrue();
        return RENDERED.computeIfAbsent(directory, Kustomize::run);
    }

    /** The manifests of a kind. */
    static List<JsonNode> rendered(Path directory, String kind) {
        return rendered(directory).stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    private static List<JsonNode> run(Path directory) {
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", directory.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("kubectl kustomize %s says %s", directory, said)
                    .isZero();
            return Yaml.parse(directory.toString(), said);
        } catch (IOException e) {
            throw new UncheckedIOException("kubectl cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("kubectl was interrupted", e);
        }
    }

    private static boolean onThePath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    }
}
