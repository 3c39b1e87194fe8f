package local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import local.http.Request;

/** A bucket and a key as they are, not as a path spells them. */
record S3Address(String bucket, String key) {
    static S3Address of(Request request) {
        String[] parts = request.path().split("/", 3);
        return new S3Address(decoded(parts[1]), parts.length == 3 ? decoded(parts[2]) : "");
    }

    /** One for each object, whatever its version. */
    String lockName() {
        return bucket + "/" + key;
    }

    /** In a path, unlike in a form, a plus is a plus. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
