package routes.runtime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The Lambda package that the build made, unzipped as the platform does, and the runtime interface client beside it. */
final class Package {
    static final Path ZIP = Path.of(System.getProperty("lambda.zip", "target/lake-routes-lambda.zip"));

    private static final List<String> CLIENT = List.of(
            "aws-lambda-java-runtime-interface-client-",
            "aws-lambda-java-serialization-",
            "aws-lambda-java-core-",
            "utils-lite-");
    private static final String NATIVE = "/jni/libaws-lambda-jni.linux-"
            + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so";

    private Package() {}

    static void unzip(Path directory) {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(ZIP + " cannot be unzipped; mvn package makes it", e);
        }
    }

    /** The class path of a managed runtime: without the function, which the client loads itself from its directory. */
    static String runtimeClassPath() {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar ->
                        CLIENT.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
        if (path.split(File.pathSeparator).length != CLIENT.size()) {
            throw new IllegalStateException("class path has '" + path + "', expected one jar each of " + CLIENT);
        }
        return path;
    }

    /** A copy of the client's native library: processes that share one crash. */
    static Path nativeLibrary(Path directory) throws IOException {
        Path copy = Files.createTempFile(directory, "native-", ".so");
        try (InputStream library = Package.class.getResourceAsStream(NATIVE)) {
            Files.write(copy, library.readAllBytes());
        }
        return copy;
    }

    /** The jars of the unzipped package. */
    static List<Path> jars(Path directory) throws IOException {
        try (Stream<Path> jars = Files.list(directory.resolve("lib"))) {
            return jars.sorted().toList();
        }
    }
}
