package routes.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import local.ComposedRun;
import local.LocalCloud;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images as {@code mvn -Pimage package} leaves them, and their processes as docker-compose.yml has them. */
@Tag("image")
class ImageIT {
    private static final Path COMPOSED = Path.of("deploy/compose/lake-routes.properties");
    private static final String CONFIGURATION = "/etc/lake-routes/lake-routes.properties";

    @TempDir
    static Path directory;

    private static ImageTar product;
    private static ImageTar local;

    @BeforeAll
    static void readBoth() throws IOException {
        product = ImageTar.read(Path.of("target/lake-routes-image.tar"));
        local = ImageTar.read(Path.of("target/lake-routes-local-image.tar"));
    }

    @Test
    void anImageSaysWhatItIsAndWhoItRunsAs() {
        for (ImageTar image : List.of(product, local)) {
            assertThat(image.config().at("/config/User").asText()).isEqualTo("10001:10001");
            assertThat(image.words("/config/Entrypoint").get(0)).isEqualTo("/opt/java/bin/java");
            for (String label : List.of("title", "description", "version", "source", "licenses", "revision")) {
                assertThat(image.config()
                                .at("/config/Labels")
                                .path("org.opencontainers.image." + label)
                                .asText())
                        .as(label)
                        .isNotBlank();
            }
        }
        assertThat(product.words("/config/Cmd")).containsExactly("run");
    }

    @Test
    void nothingInAnImageTellsWhenAndByWhomItWasBuilt() {
        for (ImageTar image : List.of(product, local)) {
            assertThat(image.config().path("created").asText()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(image.files().values())
                    .allMatch(entry -> entry.owner() == 0)
                    .allMatch(entry -> entry.seconds() <= 1);
        }
    }

    @Test
    void whatChangesOftenIsApartFromWhatDoesNot() {
        assertThat(product.layers())
                .filteredOn(layer -> holds(layer, ".*/lake-routes-[^/]+\\.jar"))
                .singleElement()
                .satisfies(layer -> assertThat(holds(layer, "/app/libs/.*")).isFalse());
        assertThat(local.layers()).filteredOn(product.layers()::contains).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void whatIsOnTheClassPathIsThere() throws IOException {
        Path root = product.unpackTo(Files.createDirectory(directory.resolve("class-path")));
        List<String> jars =
                List.of(Files.readString(root.resolve("app/class-path")).split(":"));
        assertThat(product.files().keySet()).containsAll(jars);
        assertThat(jars).doesNotHaveDuplicates();
        // Without it nobody becomes the role of a Kubernetes service account by web identity.
        assertThat(jars).anyMatch(jar -> jar.matches("/app/libs/sts-[0-9.]+\\.jar"));
        assertThat(jars)
                .anyMatch(jar -> jar.matches(".*/AmazonCorrettoCryptoProvider-.*-linux-(x86_64|aarch_64)\\.jar"));
        assertThat(product.files().keySet())
                .noneMatch(path -> path.matches(
                        ".*(junit|assertj|s3mock|elasticmq|DynamoDBLocal|duckdb|mima|netty-nio-client|/local/).*"));
        // Its licence lets nobody pass it on.
        assertThat(local.files().keySet()).noneMatch(path -> path.contains("DynamoDBLocal"));
    }

    @Test
    void theClassesComeOutOfTheArchive() throws Exception {
        mustBeRoot();
        Path root = product.unpackTo(Files.createDirectory(directory.resolve("archive")));
        // With -Xshare:on a JVM whose archive does not fit refuses to start.
        Map<String, String> strict = Map.of("JAVA_TOOL_OPTIONS", "-Xshare:on -Xlog:class+load:file=/tmp/loaded.txt");
        try (Container version = Container.start(product, root, strict, Map.of(), command(product, "--version"))) {
            assertThat(version.awaitEnd()).as(version.log()).isZero();
            assertThat(version.log()).contains("lake-routes ", "Java 25").doesNotContain("not packaged");
        }
    }

    @Test
    void bothRunAsComposedWithoutWritingAnywhereButInTmpAndEndWhenTold() throws Exception {
        mustBeRoot();
        Path productRoot = product.unpackTo(Files.createDirectory(directory.resolve("product")));
        Path localRoot = local.unpackTo(Files.createDirectory(directory.resolve("local")));
        int gateway = freePort();
        int stubs = freePort();
        int management = freePort();
        Path config = Files.writeString(
                directory.resolve("lake-routes.properties"),
                ComposedRun.configuration(COMPOSED, gateway, stubs, management, freePort()));
        URI cloud = URI.create("http://127.0.0.1:" + gateway);
        URI ends = URI.create("http://127.0.0.1:" + stubs);
        String[] ports = {Integer.toString(gateway), Integer.toString(stubs)};
        // DynamoDB is a service of its own there; here it is that of a cloud of ours.
        try (LocalCloud elsewhere = LocalCloud.start();
                Container localCloud = Container.start(
                        local,
                        localRoot,
                        Map.of("LOCAL_DYNAMODB", elsewhere.endpoint().toString()),
                        Map.of(),
                        command(local, "serve", ports[0], ports[1]))) {
            awaitHealth(localCloud, local, localRoot, cloud + "/", ends + "/_received");
            for (int time = 1; time <= 2; time++) {
                try (Container init = Container.start(
                        local, localRoot, Map.of(), Map.of(), command(local, "furnish", ports[0], ports[1]))) {
                    assertThat(init.awaitEnd()).as(init.log()).isZero();
                }
            }
            Map<String, String> environment = Map.of(
                    "LAKE_CONFIG", CONFIGURATION, "AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local");
            try (Container process = Container.start(
                    product, productRoot, environment, Map.of(CONFIGURATION, config), command(product, "run"))) {
                String address = "http://127.0.0.1:" + management + "/observe/";
                awaitHealth(process, product, productRoot, address + "health/live", address + "health/ready");
                ComposedRun.awaitWork(cloud, ends);
                assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/status")))
                        .containsPattern("Uid:\\s+10001\\s+10001")
                        .containsPattern("Gid:\\s+10001\\s+10001");
                // Some are there from the second tick of a schedule on only.
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(Dashboard.missing(ask(address + "metrics")))
                                .isEmpty());
                assertThat(process.stop()).as(process.log()).isZero();
                assertThat(process.log()).doesNotContain("Read-only file system", "WARNING:");
                // Among what init puts is an object that has to be parked.
                assertThat(process.log().lines().filter(line -> line.contains("\"level\":\"ERROR\"")))
                        .allMatch(line -> line.contains("routes.policy.Parking") && line.contains("malicious_file"));
            }
            assertThat(localCloud.stop()).as(localCloud.log()).isEqualTo(143);
        }
    }

    /** By the command that docker-compose.yml has for it, but for the addresses. */
    private static void awaitHealth(Container container, ImageTar image, Path root, String... addresses) {
        List<String> command = new ArrayList<>(List.of(
                "/opt/java/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-cp",
                "@/app/class-path",
                "routes.runtime.command.HealthCheck"));
        command.addAll(List.of(addresses));
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    assertThat(container.isAlive()).as(container.log()).isTrue();
                    try (Container check = Container.start(image, root, Map.of(), Map.of(), command)) {
                        return check.awaitEnd() == 0;
                    }
                });
    }

    private static List<String> command(ImageTar image, String... arguments) {
        return Stream.concat(image.words("/config/Entrypoint").stream(), Stream.of(arguments))
                .toList();
    }

    private static String ask(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static boolean holds(List<ImageTar.Entry> layer, String pattern) {
        return layer.stream().anyMatch(entry -> entry.path().matches(pattern));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void mustBeRoot() {
        assumeThat(System.getProperty("user.name"))
                .as("only root may mount, and so run an image")
                .isEqualTo("root");
    }
}
