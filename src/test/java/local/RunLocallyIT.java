package local;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises: one command that shows the pipelines at work, and leaves nothing behind. */
class RunLocallyIT {
    @TempDir
    private Path directory;

    private Process process;
    private Path output;

    private void start(String... ports) throws IOException {
        output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx256m"));
        // Left out when it is not set: an empty one would be the current directory.
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.add("local.RunLocally");
        command.addAll(List.of(ports));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @AfterEach
    void leave() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private String output() throws IOException {
        return Files.readString(output);
    }

    @Test
    void itShowsEveryPageBundleAndExportThatASecondPlanChangesNothingAndEndsWithAllItsChildren() throws Exception {
        start("0", "0", "0", "0");
        await().atMost(Duration.ofSeconds(150))
                .until(() -> output().contains("Ctrl-C ends everything.") || !process.isAlive());
        assertThat(output())
                .contains(
                        "planned 22 messages; stored 40 of 40 pages, 40 with exactly the bytes that were sent; parked 0")
                .contains("s3://lake-raw/raw/source=api-a/ingestion_date=")
                .contains("put 13 objects; NiFi received 12, 12 of them with exactly the bytes that were put; parked 1")
                .contains("parked: key is 'data/../../malicious_file.txt', expected no component '..'")
                .containsPattern("bundle-[0-9a-f]{32} +[0-9]+ +[0-9]+ +1 +yes")
                .doesNotContain("NO\n")
                .containsPattern("s3 cp s3://lake-archive/bundles/\\S+/bundle-[0-9a-f]{32}\\.tar\\.gz - \\| tar tz")
                .contains(
                        "customers 2000; the API received 2000 records, 2000 of them with all columns, in 20 of 20 batches;"
                                + " twice 0; parked 0")
                .containsPattern(
                        "put 56 files; (\\d+) rows in \\d+ checkpoints, \\1 of them with exactly the fields that were"
                                + " put, of \\1 events")
                .containsPattern(
                        "quarantined 6 of 6 bad files; left out \\d+ of sandbox projects and 2 of other names; parked 0")
                .contains("s3://lake-processed/checkpoints/adrc/form/events.parquet")
                .contains("s3://lake-processed/silver/customers/customers.parquet")
                .contains("aws --endpoint-url http://127.0.0.1:")
                .contains("40 requests more, 40 of 40 pages, 0 new versions, parked 0: nothing has changed")
                .matches("\\p{ASCII}*");
        assertThat(asExportSaysToAsk()).contains("exported 5 records");
        List<ProcessHandle> children = process.descendants().toList();
        assertThat(children).hasSize(4);
        process.destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(20)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** By the line that was printed, as far as it needs no shell. */
    private String asExportSaysToAsk() throws Exception {
        Matcher line = Pattern.compile("-H 'x-api-key: (\\w+)' -G (\\S+) -d (table=\\w+) -d (limit=5)")
                .matcher(output());
        assertThat(line.find()).isTrue();
        HttpRequest ask = HttpRequest.newBuilder(URI.create(line.group(2) + "?" + line.group(3) + "&" + line.group(4)))
                .header("x-api-key", line.group(1))
                .build();
        return HttpClient.newHttpClient()
                .send(ask, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aPortThatIsTakenIsNamedAndItEndsWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(Integer.toString(taken.getLocalPort()), "0", "0", "0");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(output())
                    .contains("port " + taken.getLocalPort() + " of 127.0.0.1")
                    .contains("in use")
                    .doesNotContain("\tat ");
        }
    }
}
