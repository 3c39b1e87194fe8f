package bench.null_client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;

/** One connection, batch after batch: send 10 messages, receive 10, fetch and put 10 pages, delete 10 messages. */
final class Worker implements Callable<Long> {
    private static final int BATCH = 10;
    static final double REQUESTS_PER_PAGE = 2 + 3.0 / BATCH;
    private static final String MESSAGE =
            "{\\\"endpoint\\\":\\\"api-a\\\",\\\"ingestion_date\\\":\\\"2025-01-01\\\",\\\"page\\\":1}";
    private static final String[] QUEUES = {"ingest-api-a", "ingest-api-b", "ingest-api-c", "ingest-api-d"};

    private final URI server;
    private final int number;
    private final long deadline;
    private final String queueUrl;
    private final byte[] send;
    private final byte[] receive;

    /** The number tells this worker's keys from all others. */
    Worker(URI server, int number, long deadline) {
        this.server = server;
        this.number = number;
        this.deadline = deadline;
        this.queueUrl = "http://127.0.0.1/000000000000/" + QUEUES[number % QUEUES.length];
        this.send = Requests.json("AmazonSQS.SendMessageBatch", Requests.messages(queueUrl, BATCH, MESSAGE));
        this.receive = Requests.json("AmazonSQS.ReceiveMessage", Requests.reception(queueUrl, BATCH));
    }

    @Override
    public Long call() throws IOException {
        try (Wire wire = new Wire(server)) {
            byte[] get = Requests.head("GET", "/source/api-a?date=2025-01-01&page=1", "", 0);
            byte[] object = gzip(wire.exchange(get));
            long pages = 0;
            while (System.nanoTime() < deadline) {
                wire.exchange(send);
                byte[] received = wire.exchange(receive);
                for (int page = 0; page < BATCH; page++) {
                    wire.exchange(get);
                    wire.exchange(put(pages + page, object.length), object);
                }
                wire.exchange(Requests.json("AmazonSQS.DeleteMessageBatch", Handles.deletion(queueUrl, received)));
                pages += BATCH;
            }
            return pages;
        }
    }

    private byte[] put(long page, int length) {
        return Requests.head(
                "PUT",
                "/lake-raw/raw/source=api-a/ingestion_date=2025-01-01/worker=" + number + "/page=" + page + ".json.gz",
                "If-None-Match: *\r\nContent-Type: application/gzip\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"
                        + "x-amz-meta-content-sha256: " + "0".repeat(64) + "\r\n"
                        + "x-amz-meta-fetched-at: 2026-01-01T00:00:00Z\r\nx-amz-meta-run-id: null-client\r\n",
                length);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        }
        return compressed.toByteArray();
    }
}
