package bench.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One object of S3, as it was put.
 *
 * @param headers those that a GET gives back: content type, content encoding, metadata
 */
record StoredObject(byte[] body, String etag, Instant modified, Map<String, String> headers) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /** As a PUT or the beginning of an upload in parts announces it. */
    static StoredObject of(Request put) {
        return of(put, put.body());
    }

    static StoredObject of(Request put, byte[] body) {
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
        return new StoredObject(body, '"' + Digests.hex("MD5", body) + '"', Instant.now(), kept);
    }

    Listed listed(String key) {
        return new Listed(key, modified, etag, body.length);
    }

    /**
     * The answer to a GET.
     *
     * @param range as in {@code bytes=0-9}, {@code bytes=10-} or {@code bytes=-10}; null: all of it
     */
    Response response(String range) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("ETag", etag);
        all.put("Last-Modified", RFC_1123.format(modified));
        all.put("Accept-Ranges", "bytes");
        Matcher part = RANGE.matcher(range == null ? "" : range);
        if (!part.matches()) {
            return new Response(200, all, body, body.length);
        }
        boolean tail = part.group(1).isEmpty();
        int from = tail ? Math.max(0, body.length - Integer.parseInt(part.group(2))) : Integer.parseInt(part.group(1));
        int to = tail || part.group(2).isEmpty()
                ? body.length
                : (int) Math.min(body.length, Long.parseLong(part.group(2)) + 1);
        if (from >= body.length) {
            throw new ServiceException(416, "InvalidRange", "The requested range is not satisfiable");
        }
        all.put("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + body.length);
        return Response.streamed(206, all, to - from, out -> out.write(body, from, to - from));
    }
}
