package bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * An API that gives tokens and takes batches of records. Of a batch it looks at nothing while it is measured: bodies are
 * kept by their Idempotency-Key, and read afterwards by {@link Exported}.
 */
final class IngestApi {
    static final String TOKEN_PATH = "/oauth/token";
    static final String PATH = "/api/data/ingest";

    private final Map<String, byte[]> batches = new ConcurrentHashMap<>();
    private final Set<String> exports = new ConcurrentSkipListSet<>();
    private final LongAdder repeats = new LongAdder();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile int failure;
    private volatile String rejected = "";
    private long first;
    private long last;

    Response token(Request request) {
        String form = new String(request.body(), UTF_8);
        boolean known = form.contains("grant_type=client_credentials")
                && form.contains("client_id=test")
                && form.contains("client_secret=test");
        if (!known) {
            return Response.json(401, "{\"error\":\"invalid_client\"}");
        }
        String token = "token-" + tokens.incrementAndGet();
        return Response.json(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
    }

    Response take(Request request) {
        String key = request.header("idempotency-key");
        if (failuresLeft.get() > 0 && failuresLeft.getAndDecrement() > 0) {
            tokens.addAndGet(failure == 401 ? 1 : 0);
            return new Response(failure, Map.of("Retry-After", "0"), new byte[0], 0);
        }
        if (!("Bearer token-" + tokens.get()).equals(request.header("authorization"))) {
            return Response.json(401, "{\"error\":\"invalid_token\"}");
        }
        if (key == null || !rejected.isEmpty() && key.endsWith("-" + rejected)) {
            return Response.json(400, "{\"error\":\"not welcome\"}");
        }
        if (batches.putIfAbsent(key, request.body()) != null) {
            repeats.increment();
        }
        taken(key);
        return Response.json(202, "{\"accepted\":true}");
    }

    private synchronized void taken(String key) {
        exports.add(key.substring(0, Math.max(0, key.lastIndexOf('-'))));
        last = System.currentTimeMillis();
        first = first == 0 ? last : first;
    }

    /** The next so many batches are refused with that status; a 401 ends the token as well. */
    void fail(int times, int status) {
        failure = status;
        failuresLeft.set(times);
    }

    /** The batch of that number is refused for good; empty: none. */
    void reject(String number) {
        rejected = number;
    }

    synchronized void reset() {
        batches.clear();
        exports.clear();
        repeats.reset();
        tokens.set(0);
        fail(0, 0);
        reject("");
        first = 0;
        last = 0;
    }

    /** Bodies by their keys. */
    Map<String, byte[]> batches() {
        return batches;
    }

    /** Of which exports batches came, how many, how many of them again, and when the first and the last one did. */
    synchronized Map<String, Object> report() {
        return Map.of(
                "ids", exports,
                "batches", batches.size(),
                "repeats", repeats.sum(),
                "tokens", tokens.get(),
                "first_taken_ms", first,
                "last_taken_ms", last);
    }
}
