package bench.null_client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the server for what a worker asks for, page by page, bundle by bundle or batch by batch, and does nothing else: no client
 * library, no signature, no parsing, no compression. What it reaches is what the server can sustain beside a busy client.
 */
public final class NullClient {
    private final URI server;
    private final String mix;
    private final int connections;

    private NullClient(URI server, String mix, int connections) {
        this.server = server;
        this.mix = mix;
        this.connections = connections;
    }

    /**
     * Arguments: address of the server, {@code pages}, {@code bundles}, {@code batches}, {@code events} or
     * {@code snapshots}, connections, seconds. Prints one line of JSON; its units are pages, objects, rows, files or
     * snapshots.
     */
    public static void main(String[] arguments) throws Exception {
        NullClient client = new NullClient(URI.create(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
        int seconds = Integer.parseInt(arguments[3]);
        client.run(2, 0);
        long start = System.nanoTime();
        long units = client.run(seconds, 1);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double requests = units
                * switch (client.mix) {
                    case "bundles" -> Bundler.REQUESTS_PER_OBJECT;
                    case "batches" -> Exporter.REQUESTS_PER_ROW;
                    case "events" -> 1;
                    case "snapshots" -> 3;
                    default -> Worker.REQUESTS_PER_PAGE;
                };
        System.out.printf(
                "{\"units_per_second\": %.0f, \"requests_per_second\": %.0f, \"units\": %d, \"seconds\": %.2f}%n",
                units / elapsed, requests / elapsed, units, elapsed);
    }

    private long run(int seconds, int round) throws Exception {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int worker = 0; worker < connections; worker++) {
                counts.add(threads.submit(worker(round * 1_000 + worker, deadline)));
            }
            long units = 0;
            for (Future<Long> count : counts) {
                units += count.get();
            }
            return units;
        } finally {
            threads.shutdown();
        }
    }

    private Callable<Long> worker(int number, long deadline) {
        return switch (mix) {
            case "bundles" -> new Bundler(server, number, deadline);
            case "batches" -> new Exporter(server, number, deadline);
            case "events" -> new Reader(server, number, deadline);
            case "snapshots" -> new Snapshots(server, number, deadline);
            default -> new Worker(server, number, deadline);
        };
    }
}
