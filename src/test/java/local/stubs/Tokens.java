package local.stubs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The bearer tokens that have been issued and are still good. */
final class Tokens {
    private final Map<String, Instant> goodUntil = new ConcurrentHashMap<>();

    String issue(Duration life) {
        String token = UUID.randomUUID().toString();
        goodUntil.put(token, Instant.now().plus(life));
        return token;
    }

    boolean isGood(String token) {
        Instant end = goodUntil.get(token);
        return end != null && Instant.now().isBefore(end);
    }

    void revokeAll() {
        goodUntil.clear();
    }
}
