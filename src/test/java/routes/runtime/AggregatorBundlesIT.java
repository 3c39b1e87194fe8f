package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others find in a bundle: its names, by the tools that everybody has, and its bytes in the other formats. */
class AggregatorBundlesIT {
    private static final String LONG = "long/".repeat(190);

    private final AggregatorLake lake = new AggregatorLake();
    private final Shipment shipment = new Shipment(lake);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        lake.close();
    }

    /** Takes all that was put for one bundle, and answers its key. */
    private String bundle(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("aggregator.batch-timeout", "2s"));
        try (AggregatorDoor door = AggregatorDoor.Kind.PROCESS.open(lake, all.toArray(String[]::new))) {
            shipment.awaitDelivered();
            assertThat(door).isNotNull();
        }
        assertThat(lake.bundles()).hasSize(1);
        return lake.bundles().get(0);
    }

    @Test
    void keysAreMembersUnderSafeNamesAndThoseThatHaveNoneAreParked() throws Exception {
        Map<String, String> names = Map.of(
                "data/with space.txt",
                "data/with space.txt",
                "data/with+plus.txt",
                "data/with+plus.txt",
                "data/per%2Dcent.txt",
                "data/per-cent.txt",
                "data/${sysenv.HOME}$simple{body}.txt",
                "data/${sysenv.HOME}$simple{body}.txt",
                "data/{{aggregator.nifi-url}}.txt",
                "data/{{aggregator.nifi-url}}.txt",
                "data//./back\\slash.txt",
                "data/back/slash.txt",
                "data/日本語.txt",
                "data/日本語.txt",
                "data/" + LONG + "end.txt",
                "data/" + LONG + "end.txt");
        names.keySet().forEach(key -> shipment.put(key, key));
        List<String> refused = List.of(
                "data/../../up.txt", "data/%2e%2e/%252e%252e/up.txt", "data/nul.txt", "data/tab\tin.txt", "data/x ");
        refused.forEach(key -> lake.put(key, "evil"));

        bundle();
        shipment.hasArrivedOnce();
        assertThat(lake.members())
                .extracting(AggregatorLake.Member::name)
                .containsExactlyInAnyOrderElementsOf(names.values());
        assertThat(lake.lake().look(lake.events() + "-dlq")).hasSize(refused.size());
    }

    @Test
    void keysThatWouldHaveTheSameNameAreAllKept() throws Exception {
        List<String> keys = List.of("data/\u00fc.txt", "data/u\u0308.txt", "data/a", "data/a/b", "data/c", "data//c");
        keys.forEach(key -> shipment.put(key, key));
        String key = bundle();
        shipment.hasArrivedOnce();
        assertThat(lake.members())
                .extracting(AggregatorLake.Member::name)
                .doesNotHaveDuplicates()
                .contains("data/\u00fc.txt", "data/a/b", "data/c")
                .doesNotContain("data/a");

        run("tar", "-xzf", fetched(key).toString(), "-C", directory.toString());
        assertThat(directory.resolve("data/a/b")).hasContent("data/a/b");
    }

    @Test
    void theTarCommandExtractsWhatWasPut() throws Exception {
        Map<String, Content> sources = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            sources.put("data/day=1/file-" + i, Content.noise(i, i * 10_007L));
        }
        sources.forEach(shipment::put);
        String key = bundle();
        shipment.hasArrivedOnce();
        run("tar", "-xzf", fetched(key).toString(), "-C", directory.toString());
        for (Map.Entry<String, Content> source : sources.entrySet()) {
            try (InputStream extracted = Files.newInputStream(directory.resolve(source.getKey()))) {
                assertThat(AggregatorLake.sha256(extracted))
                        .as(source.getKey())
                        .isEqualTo(source.getValue().sha256());
            }
        }
    }

    @Test
    void aConcatHoldsTheContentsInTheOrderOfTheirNamesAndNothingElse() throws Exception {
        shipment.put("data/b", "second\n");
        shipment.put("data/a", "first\n");
        shipment.put("data/c", "third\n");
        String key = bundle("aggregator.format", "concat");
        assertThat(key).endsWith(".gz").doesNotContain(".tar");
        try (InputStream contents = new GZIPInputStream(lake.open(key))) {
            assertThat(new String(contents.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("first\nsecond\nthird\n");
        }
        arrivedAs(key, "application/gzip");
    }

    @Test
    void aZipHoldsTheContentsByTheirNames() throws Exception {
        Map<String, String> contents = Map.of("data/a", "first", "data/ü b", "second", "data/c/d", "");
        contents.forEach(shipment::put);
        String key = bundle("aggregator.format", "zip");
        assertThat(key).endsWith(".zip");
        Map<String, String> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(lake.open(key))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(found).isEqualTo(contents);
        arrivedAs(key, "application/zip");
    }

    /** NiFi has the bytes of the archive, under their media type. */
    private void arrivedAs(String key, String contentType) throws IOException {
        assertThat(lake.nifi()).hasSize(1);
        lake.nifi().forEach((id, facts) -> {
            assertThat(key).contains(id);
            assertThat(facts).containsEntry("posts", 1).containsEntry("sha256_matches", true);
        });
        try (InputStream archived = lake.open(key)) {
            assertThat(lake.nifi().values())
                    .extracting(facts -> facts.get("sha256"))
                    .containsExactly(AggregatorLake.sha256(archived));
        }
        assertThat(lake.lake().received("nifi"))
                .singleElement()
                .satisfies(request -> assertThat((Map<?, ?>) request.get("headers"))
                        .extracting("Content-Type")
                        .isEqualTo(contentType));
    }

    private Path fetched(String key) throws IOException {
        Path file = directory.resolve("bundle");
        try (InputStream bundle = lake.open(key)) {
            Files.copy(bundle, file);
        }
        return file;
    }

    private static void run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
