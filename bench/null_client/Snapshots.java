package bench.null_client;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** One connection, snapshot after snapshot: a raw object is read, twice its bytes are put, and those are read again. */
final class Snapshots implements Callable<Long> {
    private static final String RAW = "/lake-raw/year=2026/month=11/day=21/hour=00/flight_data_20261121_000000.json.gz";
    private static final int LARGER = 2;

    private final URI server;
    private final int number;
    private final long deadline;

    /** The number tells this worker's key from all others. */
    Snapshots(URI server, int number, long deadline) {
        this.server = server;
        this.number = number;
        this.deadline = deadline;
    }

    @Override
    public Long call() throws IOException {
        try (Wire wire = new Wire(server)) {
            byte[] get = Requests.head("GET", RAW, "", 0);
            byte[] raw = wire.exchange(get);
            byte[] file = Arrays.copyOf(raw, LARGER * raw.length);
            String key = "/lake-archive/file-" + number;
            byte[] put = Requests.head("PUT", key, "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n", file.length);
            byte[] getFile = Requests.head("GET", key, "", 0);
            long snapshots = 0;
            while (System.nanoTime() < deadline) {
                wire.exchange(get);
                wire.exchange(put, file);
                wire.exchange(getFile);
                snapshots++;
            }
            return snapshots;
        }
    }
}
