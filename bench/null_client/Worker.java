package bench.null_client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;

/** One connection, batch after batch: send 10 messages, receive 10, fetch and put 10 pages, delete 10 messages. */
final class Worker implements Callable<Long> {
    static final int BATCH = 10;
    private static final String[] QUEUES = {"ingest-api-a", "ingest-api-b", "ingest-api-c", "ingest-api-d"};

    private final int port;
    private final int number;
    private final long deadline;
    private final String queueUrl;
    private final byte[] send;
    private final byte[] receive;

    /** The number tells this worker's keys from all others. */
    Worker(int port, int number, long deadline) {
        this.port = port;
        this.number = number;
        this.deadline = deadline;
        this.queueUrl = "http://127.0.0.1/000000000000/" + QUEUES[number % QUEUES.length];
        this.send = sqs("SendMessageBatch", "{\"QueueUrl\":\"" + queueUrl + "\",\"Entries\":[" + messages() + "]}");
        this.receive = sqs(
                "ReceiveMessage",
                "{\"QueueUrl\":\"" + queueUrl + "\",\"MaxNumberOfMessages\":10,\"WaitTimeSeconds\":20,"
                        + "\"VisibilityTimeout\":300,\"AttributeNames\":[\"ApproximateReceiveCount\"]}");
    }

    @Override
    public Long call() throws IOException {
        try (Wire wire = new Wire(port)) {
            byte[] get = head("GET", "/source/api-a?date=2025-01-01&page=1", "", 0);
            byte[] object = gzip(wire.exchange(get));
            long pages = 0;
            while (System.nanoTime() < deadline) {
                wire.exchange(send);
                byte[] received = wire.exchange(receive);
                for (int page = 0; page < BATCH; page++) {
                    wire.exchange(get);
                    wire.exchange(put(pages + page, object.length), object);
                }
                wire.exchange(sqs("DeleteMessageBatch", Handles.deletion(queueUrl, received)));
                pages += BATCH;
            }
            return pages;
        }
    }

    private byte[] put(long page, int length) {
        return head(
                "PUT",
                "/lake-raw/raw/source=api-a/ingestion_date=2025-01-01/worker=" + number + "/page=" + page + ".json.gz",
                "If-None-Match: *\r\nContent-Type: application/gzip\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"
                        + "x-amz-meta-content-sha256: " + "0".repeat(64) + "\r\n"
                        + "x-amz-meta-fetched-at: 2026-01-01T00:00:00Z\r\nx-amz-meta-run-id: null-client\r\n",
                length);
    }

    private static byte[] sqs(String action, String body) {
        byte[] head = head(
                "POST",
                "/",
                "X-Amz-Target: AmazonSQS." + action + "\r\nContent-Type: application/x-amz-json-1.0\r\n",
                body.length());
        byte[] request = new byte[head.length + body.length()];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body.getBytes(US_ASCII), 0, request, head.length, body.length());
        return request;
    }

    private static byte[] head(String method, String target, String headers, int length) {
        return (method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: null-client\r\n"
                        + "X-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/"
                        + "us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64)
                        + "\r\n" + headers + "Content-Length: " + length + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    private static String messages() {
        StringBuilder entries = new StringBuilder();
        for (int id = 0; id < BATCH; id++) {
            entries.append(id == 0 ? "" : ",")
                    .append("{\"Id\":\"" + id + "\",\"MessageBody\":\"{\\\"endpoint\\\":\\\"api-a\\\",")
                    .append("\\\"ingestion_date\\\":\\\"2025-01-01\\\",\\\"page\\\":1}\"}");
        }
        return entries.toString();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        }
        return compressed.toByteArray();
    }
}
