package deployed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Objects into the landing bucket, within bounds, and how long it takes until none of them waits any more. */
final class Load {
    private static final int AT_ONCE = 32;
    private static final int DELETED_AT_ONCE = 1_000;

    private final Outputs outputs;
    private final Ends ends;
    private final Bounds bounds;
    private final Duration patience;

    Load(Outputs outputs, Ends ends, Bounds bounds, Duration patience) {
        this.outputs = outputs;
        this.ends = ends;
        this.bounds = bounds;
        this.patience = patience;
    }

    /**
     * What a load came to.
     *
     * @param put objects that S3 has taken
     * @param refused objects that it has not
     * @param putting from the first to the last
     * @param draining from then on until both queues were empty
     * @param waiting messages that were still there when patience was over
     * @param parked messages more on the dead-letter queues than before
     */
    record Report(int put, int refused, Duration putting, Duration draining, int waiting, int parked) {
        boolean good() {
            return refused == 0 && waiting == 0 && parked == 0;
        }
    }

    Report run() throws InterruptedException {
        Map<String, String> waiting = new LinkedHashMap<>();
        waiting.put("events", outputs.queue("AggregatorEvents"));
        waiting.put("deliveries", outputs.queue("AggregatorDeliveries"));
        Map<String, String> dead = new LinkedHashMap<>();
        dead.put("events", outputs.queue("AggregatorEventsDlq"));
        dead.put("deliveries", outputs.queue("AggregatorDeliveriesDlq"));
        int before = sum(ends.depths(dead));
        Queue<String> keys = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        int tried = put("data/load/" + UUID.randomUUID() + "/", keys, begin);
        Duration putting = Duration.ofNanos(System.nanoTime() - begin);
        long end = System.nanoTime();
        int left = Patience.until(patience, () -> sum(ends.depths(waiting)), depth -> depth == 0);
        Duration draining = Duration.ofNanos(System.nanoTime() - end);
        int parked = sum(ends.depths(dead)) - before;
        if (left == 0) {
            // Objects whose messages still wait would be missed, and their messages parked.
            remove(List.copyOf(keys));
        }
        return new Report(keys.size(), tried - keys.size(), putting, draining, left, parked);
    }

    /** How many were tried; {@code keys} are those that were put. */
    private int put(String folder, Queue<String> keys, long begin) throws InterruptedException {
        byte[] content = new byte[bounds.bytes()];
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
        Semaphore free = new Semaphore(AT_ONCE);
        int number = 0;
        try {
            while (bounds.allow(number)
                    && System.nanoTime() - begin < bounds.time().toNanos()) {
                TimeUnit.NANOSECONDS.sleep(begin + bounds.due(number).toNanos() - System.nanoTime());
                free.acquire();
                String key = folder + number++ + ".bin";
                senders.execute(() -> {
                    try {
                        ends.clients()
                                .s3()
                                .putObject(
                                        put -> put.bucket(outputs.bucket("Landing"))
                                                .key(key),
                                        RequestBody.fromBytes(content));
                        keys.add(key);
                    } catch (SdkException refused) {
                        // Counted: it is among those that were tried and not among those that were put.
                        return;
                    } finally {
                        free.release();
                    }
                });
            }
        } finally {
            senders.shutdown();
            senders.awaitTermination(1, TimeUnit.MINUTES);
        }
        return number;
    }

    private void remove(List<String> keys) {
        for (int from = 0; from < keys.size(); from += DELETED_AT_ONCE) {
            List<ObjectIdentifier> some = keys.subList(from, Math.min(keys.size(), from + DELETED_AT_ONCE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            ends.clients()
                    .s3()
                    .deleteObjects(delete -> delete.bucket(outputs.bucket("Landing"))
                            .delete(list -> list.objects(some).quiet(true)));
        }
    }

    private static int sum(Map<String, Integer> depths) {
        return depths.values().stream().mapToInt(Integer::intValue).sum();
    }
}
