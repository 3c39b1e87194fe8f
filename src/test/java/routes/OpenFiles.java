package routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of this process, also those that have no name any more. */
public final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    /** Whether the operating system tells of files without a name. */
    public static boolean areKnown() {
        return Files.isDirectory(DESCRIPTORS);
    }

    /** What lies in a directory, and what has lain there and is still open. */
    public static List<Path> below(Path directory) throws IOException {
        List<Path> found = new ArrayList<>(list(directory));
        if (areKnown()) {
            Path real = directory.toRealPath();
            for (Path descriptor : list(DESCRIPTORS)) {
                try {
                    Path target = Files.readSymbolicLink(descriptor);
                    if (target.startsWith(real)) {
                        found.add(target);
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return found;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
