package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AthenaQueueTest {
    @TempDir
    private Path temporary;

    /** A process that asks a query, says where its files lie, and ends without closing anything. */
    static final class Careless {
        private Careless() {}

        public static void main(String[] arguments) throws IOException {
            AthenaQueue queue = new AthenaQueue(Map.of(), new LakeObjects(URI.create("http://127.0.0.1:1")));
            AthenaQuery query = new AthenaQuery(
                    "q",
                    new AthenaQuery.Submission(
                            "SELECT 1 AS a", List.of(), "AwsDataCatalog", "d", "primary", "s3://b/results/"));
            queue.submit(query);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(query::hasEnded);
            System.out.println(of(Path.of(System.getProperty("java.io.tmpdir"))));
        }
    }

    private static List<String> of(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("local-athena-"))
                    .toList();
        }
    }

    @Test
    void aProcessThatDoesNotCloseItLeavesNoFilesBehind() throws Exception {
        Path said = temporary.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Careless.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).content().contains("[local-athena-");
        assertThat(of(temporary)).isEmpty();
    }
}
