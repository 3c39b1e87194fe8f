package bench.null_client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;

/**
 * One connection, batch after batch: the bytes of a hundred rows of the result twice (who exports counts them first), a
 * POST of as many, and for every second one a note in the ledger. All of one connection have one key: the server keeps
 * them once.
 */
final class Exporter implements Callable<Long> {
    private static final int ROWS = 100;
    private static final int CSV_BYTES = 13_000;
    private static final int JSON_BYTES = 24_000;
    static final double REQUESTS_PER_ROW = 2.5 / ROWS;

    private final URI server;
    private final int number;
    private final long deadline;

    /** The number tells this one's batch from all others. */
    Exporter(URI server, int number, long deadline) {
        this.server = server;
        this.number = number;
        this.deadline = deadline;
    }

    @Override
    public Long call() throws IOException {
        try (Wire wire = new Wire(server)) {
            byte[] post = post();
            byte[] rows = Requests.head(
                    "GET", "/lake-results/athena/any.csv", "Range: bytes=0-" + (2 * CSV_BYTES - 1) + "\r\n", 0);
            byte[] body = "x".repeat(JSON_BYTES).getBytes(US_ASCII);
            byte[] note = note();
            long batches = 0;
            while (System.nanoTime() < deadline) {
                wire.exchange(rows);
                wire.exchange(post, body);
                batches++;
                if (batches % 2 == 0) {
                    wire.exchange(note);
                }
            }
            return batches * ROWS;
        }
    }

    /** Without its body; while nobody has asked for a token, this one holds. */
    private byte[] post() {
        String head = "POST /api/data/ingest HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: null-client\r\n"
                + "Authorization: Bearer token-0\r\nIdempotency-Key: null-" + number + "\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + JSON_BYTES + "\r\n\r\n";
        return head.getBytes(US_ASCII);
    }

    private byte[] note() {
        return Requests.json(
                "DynamoDB_20120810.UpdateItem",
                "{\"TableName\":\"lake-runs\",\"Key\":{\"run\":{\"S\":\"null-" + number + "\"},\"at\":{\"S\":\"export\"}},"
                        + "\"UpdateExpression\":\"SET #a = :a, #b = :b\",\"ConditionExpression\":"
                        + "\"attribute_not_exists(finished_at)\",\"ExpressionAttributeNames\":{\"#a\":\"acknowledged\","
                        + "\"#b\":\"lease_until\"},\"ExpressionAttributeValues\":{\":a\":{\"S\":\"17:eJwDAAAAAAE=\"},"
                        + "\":b\":{\"S\":\"2026-01-01T00:00:00Z\"}}}");
    }
}
