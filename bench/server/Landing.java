package bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Objects that have landed, each of them a text of its own like a log of a machine: the same numbers give the same
 * bytes. They are put together as they are read, of texts drawn beforehand: they take no memory, and a read costs one
 * copy.
 */
final class Landing {
    /** Their keys begin so. */
    static final String PREFIX = "data/generated/";

    /** Further apart in a bundle than a deflater looks back, as long as they have a few kilobytes. */
    private static final int BLOCKS = 64;

    /** What one landing looks like. */
    private record Data(int objects, byte[][] blocks) {}

    private volatile Data data = new Data(0, new byte[0][]);

    /** From now on there are so many objects of so many bytes. */
    void fill(int objects, int bytes) {
        byte[][] blocks = new byte[BLOCKS][];
        for (int block = 0; block < BLOCKS; block++) {
            blocks[block] = text(new Random(block), bytes);
        }
        data = new Data(objects, blocks);
    }

    int objects() {
        return data.objects;
    }

    /** Its message of S3, as a queue of a versioned bucket gets it. */
    String event(int number) {
        return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":\"us-east-1\","
                + "\"eventTime\":\"2026-01-01T00:00:00.000Z\",\"eventName\":\"ObjectCreated:Put\","
                + "\"userIdentity\":{\"principalId\":\"AWS:AROAEXAMPLE:uploader\"},"
                + "\"requestParameters\":{\"sourceIPAddress\":\"10.0.0.1\"},"
                + "\"responseElements\":{\"x-amz-request-id\":\"C3D13FE58DE4C810\","
                + "\"x-amz-id-2\":\"FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD\"},"
                + "\"s3\":{\"s3SchemaVersion\":\"1.0\",\"configurationId\":\"landing\","
                + "\"bucket\":{\"name\":\"lake-landing\","
                + "\"ownerIdentity\":{\"principalId\":\"A3NL1KOZZKExample\"},\"arn\":\"arn:aws:s3:::lake-landing\"},"
                + "\"object\":{\"key\":\"" + key(number) + "\",\"size\":" + data.blocks[0].length
                + ",\"eTag\":\"" + etag(number) + "\",\"versionId\":\"" + version(number)
                + "\",\"sequencer\":\"" + String.format("%018X", number + 1)
                + "\"}}}]}";
    }

    /** The object of a key and its version; a version of null is the only one. */
    Response get(String key, String version) {
        int number = number(key);
        if (version != null && !version.equals(version(number))) {
            throw new ServiceException(404, "NoSuchVersion", "The specified version does not exist.");
        }
        Map<String, String> headers = Map.of(
                "Content-Type",
                "text/plain",
                "ETag",
                '"' + etag(number) + '"',
                "Last-Modified",
                "Thu, 01 Jan 2026 00:00:00 GMT",
                "Accept-Ranges",
                "bytes",
                "x-amz-version-id",
                version(number));
        byte[] body = body(number);
        return new Response(200, headers, body, body.length);
    }

    private byte[] body(int number) {
        byte[] block = data.blocks[number % BLOCKS];
        byte[] body = Arrays.copyOf(block, block.length);
        byte[] title = ("machine " + number + "\n").getBytes(US_ASCII);
        System.arraycopy(title, 0, body, 0, Math.min(title.length, body.length));
        return body;
    }

    private int number(String key) {
        String digits = key.substring(PREFIX.length()).replace(".log", "");
        int number = digits.matches("\\d{6}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
        if (number >= data.objects) {
            throw new ServiceException(404, "NoSuchKey", "The specified key does not exist.");
        }
        return number;
    }

    private static String key(int number) {
        return PREFIX + String.format("%06d", number) + ".log";
    }

    private static String version(int number) {
        return "v" + Digests.hex("MD5", ("version " + number).getBytes(US_ASCII));
    }

    private static String etag(int number) {
        return Digests.hex("MD5", key(number).getBytes(US_ASCII));
    }

    private static byte[] text(Random random, int bytes) {
        StringBuilder text = new StringBuilder(bytes + 200);
        while (text.length() < bytes) {
            text.append(line(random));
        }
        return text.substring(0, bytes).getBytes(US_ASCII);
    }

    private static String line(Random random) {
        return String.format(
                Locale.ROOT,
                "2026-01-01T%02d:%02d:%02d.%03dZ %s unit=%02d sensor=%05d temperature=%.2f pressure=%d state=%s\n",
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000),
                random.nextInt(20) == 0 ? "WARN" : "INFO",
                random.nextInt(40),
                random.nextInt(100_000),
                20 + 5 * random.nextGaussian(),
                1_000 + random.nextInt(30),
                random.nextInt(8) == 0 ? "starting" : "running");
    }
}
