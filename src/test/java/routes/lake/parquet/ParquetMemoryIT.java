package routes.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten million rows with {@code -Dscenarios=full}, otherwise a million: memory does not know the difference. */
class ParquetMemoryIT {

    @Test
    void manyRowsAreWrittenReadAndMergedWithinAHeapOf64Megabytes(@TempDir Path directory) throws Exception {
        String rows = "full".equals(System.getProperty("scenarios")) ? "10000000" : "1000000";
        File output = directory.resolve("output").toFile();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyRows.class.getName(),
                        rows,
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(child.waitFor(15, TimeUnit.MINUTES)).isTrue();
            assertThat(child.exitValue()).as(Files.readString(output.toPath())).isZero();
        } finally {
            child.destroyForcibly();
        }
    }
}
