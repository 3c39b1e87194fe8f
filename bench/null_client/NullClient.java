package bench.null_client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the server for what a fetch worker asks for, page by page, and does nothing else: no client library, no
 * signature, no parsing, no compression. What it reaches is what the server can sustain beside a busy client.
 */
public final class NullClient {
    private NullClient() {}

    /** Arguments: port, connections, seconds. Prints one line of JSON. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        run(port, connections, 2, 0);
        long start = System.nanoTime();
        long pages = run(port, connections, seconds, 1);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double requests = pages * (2 + 3.0 / Worker.BATCH);
        System.out.printf(
                "{\"pages_per_second\": %.0f, \"requests_per_second\": %.0f, \"pages\": %d, \"seconds\": %.2f}%n",
                pages / elapsed, requests / elapsed, pages, elapsed);
    }

    private static long run(int port, int connections, int seconds, int round) throws Exception {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int worker = 0; worker < connections; worker++) {
                counts.add(threads.submit(new Worker(port, round * 1_000 + worker, deadline)));
            }
            long pages = 0;
            for (Future<Long> count : counts) {
                pages += count.get();
            }
            return pages;
        } finally {
            threads.shutdown();
        }
    }
}
