package bench.null_client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;

/** One connection, bundle after bundle: everything that both steps of the aggregator ask for, with equal bytes. */
final class Bundler implements Callable<Long> {
    private static final int OBJECTS = 99;
    private static final int TENS = 10;
    private static final String QUEUES = "http://127.0.0.1/000000000000/";
    private static final String EVENTS = QUEUES + "aggregator-events";
    private static final String DELIVERIES = QUEUES + "aggregator-deliveries";
    /** Requests of a bundle: 30 of the queue of events, 99 of objects, 17 of the bundle itself. */
    static final double REQUESTS_PER_OBJECT = (3.0 * TENS + OBJECTS + 17) / OBJECTS;

    private final URI server;
    private final int number;
    private final long deadline;
    private final byte[] send =
            Requests.json("AmazonSQS.SendMessageBatch", Requests.messages(EVENTS, TENS, "e".repeat(900)));
    private final byte[] receive = Requests.json("AmazonSQS.ReceiveMessage", Requests.reception(EVENTS, TENS));
    private final byte[] sendOne =
            Requests.json("AmazonSQS.SendMessageBatch", Requests.messages(DELIVERIES, 1, "d".repeat(120)));
    private final byte[] receiveOne = Requests.json("AmazonSQS.ReceiveMessage", Requests.reception(DELIVERIES, 1));
    private final byte[] manifest = "m".repeat(OBJECTS * 250).getBytes(US_ASCII);

    /** The number tells this one's bundles from all others. */
    Bundler(URI server, int number, long deadline) {
        this.server = server;
        this.number = number;
        this.deadline = deadline;
    }

    @Override
    public Long call() throws IOException {
        try (Wire wire = new Wire(server)) {
            byte[] archive = archive(wire);
            String sha256 = sha256(archive);
            long bundles = 0;
            while (System.nanoTime() < deadline) {
                bundle(wire, "bundle-" + number + "-" + bundles, archive, sha256);
                bundles++;
            }
            return bundles * OBJECTS;
        }
    }

    private void bundle(Wire wire, String id, byte[] archive, String sha256) throws IOException {
        for (int ten = 0; ten < TENS; ten++) {
            wire.exchange(send);
            String deletion = Handles.deletion(EVENTS, wire.exchange(receive));
            // A worker deletes them in the end; for the server that makes no difference.
            wire.exchange(Requests.json("AmazonSQS.DeleteMessageBatch", deletion));
        }
        wire.exchange(dynamoDb("TransactWriteItems", "{\"TransactItems\":[" + claims(id) + "]}"));
        for (int object = 0; object < OBJECTS; object++) {
            wire.exchange(object(object));
        }
        String key = "/lake-archive/bundles/2026/01/01/00/" + id;
        wire.exchange(put(key + ".tar.gz", "If-None-Match: *\r\n", archive.length), archive);
        wire.exchange(put(key + ".manifest.json", "", manifest.length), manifest);
        wire.exchange(change(id, 1));
        wire.exchange(sendOne);
        wire.exchange(change(id, 2));
        byte[] received = wire.exchange(receiveOne);
        byte[] row = row("lake-objects", "id", id);
        byte[] circuit = row("lake-circuits", "service", "aggregator-nifi");
        wire.exchange(circuit);
        wire.exchange(circuit);
        wire.exchange(row);
        wire.exchange(change(id, 3));
        wire.exchange(Requests.head("GET", key + ".tar.gz", "", 0));
        wire.exchange(post(id, sha256, archive.length), archive);
        wire.exchange(change(id, 4));
        wire.exchange(circuit);
        wire.exchange(Requests.json("AmazonSQS.DeleteMessageBatch", Handles.deletion(DELIVERIES, received)));
    }

    private static byte[] object(int number) {
        return Requests.head("GET", "/lake-landing/data/generated/" + String.format("%06d", number) + ".log", "", 0);
    }

    private static byte[] put(String target, String more, int length) {
        return Requests.head(
                "PUT",
                target,
                more + "Content-Type: application/gzip\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\n"
                        + "x-amz-meta-content-sha256: " + "0".repeat(64) + "\r\n",
                length);
    }

    /** With the user and the password of every secret. */
    private static byte[] post(String id, String sha256, int length) {
        return Requests.head(
                "POST",
                "/nifi/bundles",
                "X-Bundle-Id: " + id + "\r\nX-Content-SHA256: " + sha256 + "\r\nContent-Type: application/gzip\r\n"
                        + "authorization: Basic dGVzdDp0ZXN0\r\n",
                length);
    }

    private static byte[] row(String table, String key, String id) {
        return dynamoDb(
                "GetItem",
                "{\"TableName\":\"" + table + "\",\"ConsistentRead\":true,\"Key\":{\"" + key + "\":{\"S\":\"" + id
                        + "\"}}}");
    }

    private static byte[] change(String id, int seen) {
        return dynamoDb(
                "UpdateItem",
                "{\"TableName\":\"lake-objects\",\"Key\":{\"id\":{\"S\":\"" + id + "\"}},"
                        + "\"UpdateExpression\":\"SET #version = :next, #state = :state REMOVE #owner\","
                        + "\"ConditionExpression\":\"#version = :seen\",\"ExpressionAttributeNames\":"
                        + "{\"#version\":\"version\",\"#state\":\"state\",\"#owner\":\"owner\"},"
                        + "\"ExpressionAttributeValues\":{\":seen\":{\"N\":\"" + seen + "\"},\":next\":{\"N\":\""
                        + (seen + 1) + "\"},\":state\":{\"S\":\"ANY\"}}}");
    }

    private static String claims(String id) {
        StringBuilder claims = new StringBuilder(claim(id, ",\"version\":{\"N\":\"1\"}"));
        for (int object = 0; object < OBJECTS; object++) {
            claims.append(',').append(claim(id + "/" + object, ",\"group\":{\"S\":\"" + id + "\"}"));
        }
        return claims.toString();
    }

    private static String claim(String id, String more) {
        return "{\"Put\":{\"TableName\":\"lake-objects\",\"Item\":{\"id\":{\"S\":\"" + id + "\"}" + more + "},"
                + "\"ConditionExpression\":\"attribute_not_exists(#id) OR #ttl < :now\",\"ExpressionAttributeNames\":"
                + "{\"#id\":\"id\",\"#ttl\":\"ttl\"},\"ExpressionAttributeValues\":{\":now\":{\"N\":\"1\"}}}}";
    }

    private static byte[] dynamoDb(String action, String body) {
        return Requests.json("DynamoDB_20120810." + action, body);
    }

    private static byte[] archive(Wire wire) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            for (int object = 0; object < OBJECTS; object++) {
                gzip.write(wire.exchange(object(object)));
            }
        }
        return compressed.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
