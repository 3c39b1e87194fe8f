package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import local.stubs.Stubs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bundle of 300 MiB goes to NiFi out of a heap of 64 MiB; NiFi's stand-in lives in the same heap. */
class NifiMemoryIT {
    private static final long LENGTH = 300L * 1024 * 1024;

    @Test
    @Timeout(180)
    void aBundleLargerThanTheHeapIsDelivered() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sender.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(said).contains("delivered: Result[status=200, failure=null]");
        } finally {
            child.destroyForcibly();
        }
    }

    /** What the other JVM runs. */
    static final class Sender {

        public static void main(String[] arguments) throws Exception {
            Stubs stubs = Stubs.open(0);
            try (stubs;
                    NifiRoute nifi =
                            NifiRoute.to(stubs.uri().resolve("/nifi/contentListener"), Duration.ofMinutes(2))) {
                System.out.println(
                        "delivered: " + nifi.deliver(Archived.bytes(LENGTH).delivery("b1")));
            }
        }
    }
}
