package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Objects larger than the heap of the process that bundles and delivers them, {@value Child#HEAP}. Their bytes cannot
 * be compressed, so no bundle fits into it either: a process that held one whole would die of it, and say so.
 */
class AggregatorMemoryIT {
    private static final int MIB = 1 << 20;

    private final AggregatorLake lake = new AggregatorLake();
    private final Shipment shipment = new Shipment(lake);

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void tenFilesOf300MiBAreBundledAndDeliveredBy128MiBOfHeap() {
        shipment.putAll(Scale.of(2, 10), 2, i -> Content.noise(i, Scale.of(140, 300) * (long) MIB));
        try (Child process = Child.start(lake.values(
                "aggregator.batch-bytes", "1GiB",
                "aggregator.batch-timeout", "3s",
                "aggregator.nifi-timeout", "10m"))) {
            await().atMost(Scale.patience())
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !process.isAlive() || shipment.isDelivered());
            assertThat(process.isAlive()).as(process::log).isTrue();
            assertThat(process.terminate()).isZero();
            assertThat(process.log()).doesNotContain("OutOfMemoryError");
        }
        shipment.hasArrivedOnce();
        assertThat(lake.hasNothingParked()).isTrue();
    }
}
