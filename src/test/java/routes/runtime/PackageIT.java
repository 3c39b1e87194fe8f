package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the Lambda package, and what is not. */
class PackageIT {
    private static final long MOST_BYTES = 22_000_000;
    private static final String OWN = "lake-routes.jar";
    private static final String CONVERTERS = "META-INF/services/org/apache/camel/TypeConverterLoader";

    /** Parts of jars' names: emulators, other ways to speak HTTP and JSON, and what only the process needs. */
    private static final List<String> UNWANTED = List.of(
            "s3mock",
            "elasticmq",
            "DynamoDBLocal",
            "vertx",
            "netty",
            "apache-client",
            "jackson-databind",
            "micrometer",
            "prometheus",
            "picocli",
            "camel-main",
            "camel-yaml",
            "snakeyaml",
            "camel-management-4",
            "camel-health",
            "camel-quartz",
            "camel-timer",
            "camel-aws2",
            "camel-platform",
            "runtime-interface-client",
            "junit",
            "kotlin");

    @TempDir
    static Path directory;

    @BeforeAll
    static void unzip() {
        Package.unzip(directory);
    }

    private static List<ZipEntry> entries(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return new ArrayList<>(file.stream().map(ZipEntry.class::cast).toList());
        }
    }

    @Test
    void itIsSmallEnoughForAQuickStart() throws IOException {
        assertThat(Files.size(Package.ZIP)).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void itHoldsJarsBelowLibAndNothingElse() throws IOException {
        assertThat(entries(Package.ZIP))
                .allSatisfy(entry -> assertThat(entry.getName()).matches("lib/[^/]+\\.jar"));
    }

    @Test
    void itHoldsNothingThatALambdaDoesNotNeed() throws IOException {
        assertThat(Package.jars(directory))
                .allSatisfy(jar -> assertThat(jar.getFileName().toString()).doesNotContain(UNWANTED));
    }

    @Test
    void itsOwnJarHasTheHandlersAndNeitherDoorsNorCommandLine() throws IOException {
        assertThat(entries(directory.resolve("lib").resolve(OWN)))
                .extracting(ZipEntry::getName)
                .contains(
                        "routes/runtime/QueueHandler.class",
                        "routes/runtime/EventHandler.class",
                        "application.properties")
                .noneMatch(name -> name.endsWith(".camel.yaml") || name.startsWith("routes/runtime/command/"));
    }

    @Test
    void itsInnerJarsAreStoredAndTheZipAroundThemIsDeflated() throws IOException {
        for (Path jar : Package.jars(directory)) {
            assertThat(entries(jar))
                    .as(jar.toString())
                    .allSatisfy(entry -> assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED));
        }
        assertThat(entries(Package.ZIP))
                .allSatisfy(entry -> assertThat(entry.getMethod()).isEqualTo(ZipEntry.DEFLATED));
    }

    @Test
    void theSameContentGivesTheSameBytesBecauseEntriesAreSortedAndBearOneTime() throws IOException {
        List<Path> all = new ArrayList<>(Package.jars(directory));
        all.add(Package.ZIP);
        Set<Object> times = new HashSet<>();
        for (Path zip : all) {
            List<ZipEntry> entries = entries(zip);
            assertThat(entries).extracting(ZipEntry::getName).isSorted();
            entries.forEach(entry -> times.add(entry.getTimeLocal()));
        }
        assertThat(times).hasSize(1);
    }

    @Test
    void everyJarWithTypeConvertersIsThereAndKeepsItsOwnListOfThem() throws IOException {
        List<String> with = new ArrayList<>();
        for (Path jar : Package.jars(directory)) {
            if (entries(jar).stream().anyMatch(entry -> entry.getName().equals(CONVERTERS))) {
                with.add(jar.getFileName().toString().replaceFirst("-\\d.*", ""));
            }
        }
        assertThat(with)
                .containsExactly(
                        "camel-attachments",
                        "camel-base",
                        "camel-file",
                        "camel-http",
                        "camel-http-common",
                        "camel-support");
    }
}
