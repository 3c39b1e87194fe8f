package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What a test puts into the landing bucket, each object of which has to come to NiFi, and only once. */
final class Shipment {
    private final AggregatorLake lake;
    private final Random random = new Random(7);
    private final List<String> expected = new CopyOnWriteArrayList<>();

    Shipment(AggregatorLake lake) {
        this.lake = lake;
    }

    /** Puts so many random bytes. */
    void put(String key, int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        put(key, content);
    }

    void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] content) {
        expected.add(AggregatorLake.sha256(content));
        lake.put(key, content);
    }

    void put(String key, Content content) {
        expected.add(content.sha256());
        lake.put(key, content);
    }

    /** Puts {@code data/file-0} and so on, as many at a time as there are uploaders. */
    void putAll(int files, int uploaders, IntFunction<Content> contents) {
        ExecutorService workers = Executors.newFixedThreadPool(uploaders);
        try {
            CompletableFuture.allOf(IntStream.range(0, files)
                            .mapToObj(i ->
                                    CompletableFuture.runAsync(() -> put("data/file-" + i, contents.apply(i)), workers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            workers.shutdownNow();
        }
    }

    /** Both queues are empty, and no bundle is on its way. */
    void awaitDelivered() {
        await().atMost(Scale.patience()).pollInterval(Duration.ofMillis(200)).until(this::isDelivered);
    }

    boolean isDelivered() {
        return lake.isIdle() && lake.states().values().stream().allMatch("DELIVERED"::equals);
    }

    /** Every object is in one bundle of the archive, by its bytes, and nothing else is. */
    void isArchivedOnce() {
        assertThat(lake.members())
                .extracting(AggregatorLake.Member::sha256)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The same at NiFi, too, to whom each bundle was posted once, with the bytes that its hash tells. */
    void hasArrivedOnce() {
        hasArrived();
        assertThat(lake.nifi().values())
                .allSatisfy(bundle -> assertThat(bundle)
                        .containsEntry("posts", 1)
                        .containsEntry("sha256_matches", true)
                        .containsEntry("faults", List.of()));
    }

    /** The same, whatever attempts NiFi has refused before. */
    void hasArrived() {
        isArchivedOnce();
        assertThat(lake.delivered())
                .extracting(AggregatorLake.Member::sha256)
                .containsExactlyInAnyOrderElementsOf(expected);
    }
}
