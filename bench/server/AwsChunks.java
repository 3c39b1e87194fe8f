package bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** Takes the content out of S3's {@code aws-chunked} bodies; signatures and trailers are read over, not checked. */
final class AwsChunks {
    private AwsChunks() {}

    static boolean isUsedBy(Map<String, String> headers) {
        return headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-")
                || headers.getOrDefault("content-encoding", "").contains("aws-chunked");
    }

    static byte[] decode(byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(body.length);
        int at = 0;
        while (true) {
            int end = endOfLine(body, at);
            String size = new String(body, at, end - at, US_ASCII).split(";", 2)[0].trim();
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return content.toByteArray();
            }
            content.write(body, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    private static int endOfLine(byte[] body, int from) {
        for (int at = from; at < body.length - 1; at++) {
            if (body[at] == '\r' && body[at + 1] == '\n') {
                return at;
            }
        }
        throw new IllegalArgumentException(
                "aws-chunked body of " + body.length + " bytes has no chunk header at " + from);
    }
}
