package local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the images hold beside the product's jars, made by the build: for the product an archive of its classes, for the
 * local image the local cloud.
 *
 * <p>Arguments: the directory in which {@code ImageRoot} has laid out the rest, and the configuration of the pipelines.
 */
public final class ImageContent {
    /** Jars of the tests that the local cloud runs on, by the beginnings of their names. */
    private static final List<String> WANTED = List.of(
            "aircompressor-",
            "avro-",
            "caffeine-",
            "checker-qual-",
            "cloudwatch-",
            "duckdb_jdbc-",
            "error_prone_annotations-",
            "event-ruler-",
            "eventbridge-",
            "fastdoubleparser-",
            "glue-",
            "iceberg-",
            "jackson-",
            "RoaringBitmap-",
            "smithy-rpcv2-protocol-",
            "third-party-jackson-dataformat-cbor-");

    private final Path images;

    private ImageContent(Path images) {
        this.images = images.toAbsolutePath();
    }

    public static void main(String[] arguments) throws Exception {
        ImageContent content = new ImageContent(Path.of(arguments[0]));
        content.packLocalCloud();
        content.archiveClasses(Path.of(arguments[1]));
    }

    private void packLocalCloud() throws IOException {
        PackedJars packed = new PackedJars(images.resolve("local/app/emulators"));
        try (ClassPaths maven = new ClassPaths()) {
            for (Recipe recipe : List.of(Recipe.s3(1), Recipe.sqs(1, 1))) {
                packed.pack(recipe.artifacts(), maven.of(recipe.artifacts()));
            }
        }
        Path home = Files.createDirectories(images.resolve("local/app/local/libs"));
        List<String> classPath = new ArrayList<>(List.of("/app/local/classes"));
        Set<String> there = new TreeSet<>(List.of(productClassPath().split("[:/]")));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            String name = path.getFileName().toString();
            if (!there.contains(name) && WANTED.stream().anyMatch(name::startsWith)) {
                Files.copy(path, home.resolve(name));
                classPath.add("/app/local/libs/" + name);
            } else if (Files.isDirectory(path.resolve("local"))) {
                copyClasses(path, images.resolve("local/app/local/classes"));
            }
        }
        classPath.add(productClassPath());
        Files.writeString(images.resolve("local/app/local/class-path"), String.join(":", classPath));
    }

    private static void copyClasses(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from.resolve("local"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().matches(".*(Test|IT)(\\$.*)?\\.class")) {
                    Path copy = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** Runs the pipelines until each has done something, notes the classes, and archives them as they will be loaded. */
    private void archiveClasses(Path configuration) throws Exception {
        Path seen = images.resolve("seen.txt");
        Path classes = images.resolve("classes.txt");
        Path archive = Files.createDirectories(images.resolve("archive/app")).resolve("lake-routes.jsa");
        Path settings = images.resolve("lake-routes.properties");
        try (LocalCloud cloud = LocalCloud.start()) {
            Files.writeString(
                    settings,
                    ComposedRun.configuration(
                            configuration,
                            cloud,
                            LocalPipelines.freePort(0, "health and metrics"),
                            LocalPipelines.freePort(0, "export's HTTP requests")));
            LocalImage.furnish(cloud.endpoint(), cloud.stubs());
            Process process = java(
                    "-Xshare:off",
                    "-XX:DumpLoadedClassList=" + seen,
                    "routes.runtime.command.LakeRoutes",
                    "run",
                    "--config",
                    settings.toString());
            ComposedRun.awaitWork(cloud.endpoint(), cloud.stubs());
            process.destroy();
            end(process);
        }
        Files.write(classes, lasting(Files.readAllLines(seen)));
        end(java("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + archive));
    }

    private static void end(Process process) throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("a run that the images need has failed, see runs.log beside them");
        }
    }

    private String productClassPath() throws IOException {
        return Files.readString(images.resolve("root/app/class-path"));
    }

    /** Paths of jars are relative: the archive notes them, and would tell where it was made. */
    private Process java(String... arguments) throws IOException {
        String classPath = Stream.of(productClassPath().split(":"))
                .map(jar -> jar.substring(1))
                .collect(Collectors.joining(":"));
        List<String> command = new ArrayList<>(List.of(
                images.resolve("root/opt/java/bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Daws.accessKeyId=local",
                "-Daws.secretAccessKey=local",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:all=error:stderr",
                "-cp",
                classPath));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(images.resolve("stage").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        images.resolve("runs.log").toFile()))
                .start();
    }

    /** Names in order, without what differs from run to run: numbers, and how far constants were resolved. */
    private static Set<String> lasting(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("@cp") && !line.contains(" source: "))
                .map(line -> line.startsWith("@") ? line : line.replaceFirst(" .*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
