package bench.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/**
 * One object of S3, as it was put.
 *
 * @param headers those that a GET gives back: content type, content encoding, metadata
 */
record StoredObject(byte[] body, String etag, Instant modified, Map<String, String> headers) {
    static StoredObject of(Request put) {
        Map<String, String> kept = new HashMap<>();
        put.headers().forEach((name, value) -> {
            if (name.startsWith("x-amz-meta-") || name.equals("content-type")) {
                kept.put(name, value);
            }
        });
        String encoding = put.headers()
                .getOrDefault("content-encoding", "")
                .replaceAll("\\s*aws-chunked\\s*,?", "")
                .trim();
        if (!encoding.isEmpty()) {
            kept.put("content-encoding", encoding);
        }
        return new StoredObject(put.body(), '"' + Digests.hex("MD5", put.body()) + '"', Instant.now(), kept);
    }

    Response response() {
        Map<String, String> all = new HashMap<>(headers);
        all.put("ETag", etag);
        all.put("Last-Modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atOffset(ZoneOffset.UTC)));
        return new Response(200, all, body, body.length);
    }
}
