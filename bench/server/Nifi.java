package bench.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A listener of NiFi: takes bundles whose bytes are what their header says, from who has its user and password. */
final class Nifi {
    static final String PATH = "/nifi/bundles";

    /** {@code test:test}, as every secret has it. */
    private static final String CREDENTIALS = "Basic dGVzdDp0ZXN0";

    private final Map<String, Taken> bundles = new TreeMap<>();
    private long first;
    private long last;

    /** A bundle that was taken, once or more often. */
    private record Taken(String sha256, int times) {}

    Response answer(Request request) {
        String id = request.header("x-bundle-id");
        String sha256 = Digests.hex("SHA-256", request.body());
        if (!CREDENTIALS.equals(request.header("authorization"))) {
            return Response.json(401, Json.text(Map.of("message", "who is asking?")));
        }
        if (id == null || !sha256.equals(request.header("x-content-sha256"))) {
            return Response.json(400, Json.text(Map.of("message", "not the bytes, or not the bundle, that it says")));
        }
        take(id, sha256);
        return Response.empty(200, Map.of());
    }

    private synchronized void take(String id, String sha256) {
        bundles.merge(id, new Taken(sha256, 1), (before, now) -> new Taken(now.sha256, before.times + 1));
        last = System.currentTimeMillis();
        first = first == 0 ? last : first;
    }

    synchronized void reset() {
        bundles.clear();
        first = 0;
        last = 0;
    }

    /** When the first and the last bundle came, and how many. */
    synchronized Map<String, Object> report() {
        return Map.of("bundles", bundles.size(), "first_taken_ms", first, "last_taken_ms", last);
    }

    /** Each bundle with its SHA-256 and how often it came. */
    synchronized Map<String, Object> taken() {
        Map<String, Object> taken = new LinkedHashMap<>();
        bundles.forEach((id, bundle) -> taken.put(id, Map.of("sha256", bundle.sha256, "times", bundle.times)));
        return taken;
    }
}
