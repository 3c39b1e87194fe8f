package local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Emulators' jars as the image has them: a directory for each, which holds its jars and, in {@code class-path}, their
 * names in order, one a line.
 */
final class PackedJars implements EmulatorJars {
    private static final String ORDER = "class-path";

    private final Path home;

    PackedJars(Path home) {
        this.home = home;
    }

    @Override
    public String of(List<String> coordinates) {
        Path directory = directory(coordinates);
        try {
            return Files.readAllLines(directory.resolve(ORDER)).stream()
                    .map(jar -> directory.resolve(jar).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException missing) {
            throw new UncheckedIOException(directory + " holds no jars of " + coordinates, missing);
        }
    }

    /** Puts the jars of a class path where {@link #of} finds them. */
    void pack(List<String> coordinates, String classPath) throws IOException {
        Path directory = Files.createDirectories(directory(coordinates));
        StringBuilder order = new StringBuilder();
        for (String jar : classPath.split(File.pathSeparator)) {
            Path name = Path.of(jar).getFileName();
            Files.copy(Path.of(jar), directory.resolve(name));
            order.append(name).append('\n');
        }
        Files.writeString(directory.resolve(ORDER), order);
    }

    /** Named after the last artifact, which is the emulator itself. */
    private Path directory(List<String> coordinates) {
        return home.resolve(coordinates.get(coordinates.size() - 1).split(":")[1]);
    }

    @Override
    public void close() {}
}
