package routes.export;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import routes.aws.Secrets;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.policy.Problem;
import routes.settings.Rate;

/**
 * Who may ask, how much and how often: 414 for a query that is too long, 401 without the API key, 429 above the rate. The
 * rate is that of this process or Lambda instance, and only those who have the key use it up. The description of the
 * interface is for everybody.
 */
final class ExportGuard {
    private static final String HEADER = "x-api-key";

    private final Optional<Key> key;
    private final AtomicRateLimiter limiter;
    private final long longestQuery;

    private record Key(Secrets secrets, String name) {}

    private ExportGuard(Optional<Key> key, Rate rate, long longestQuery) {
        this.key = key;
        this.limiter = new AtomicRateLimiter(
                "export-http",
                RateLimiterConfig.custom()
                        .limitForPeriod(rate.count())
                        .limitRefreshPeriod(rate.period())
                        .timeoutDuration(Duration.ZERO)
                        .build());
        this.longestQuery = longestQuery;
    }

    /**
     * Lets those in who have the key. A new one is good as soon as the secret is fetched again; nobody without a key can
     * hasten that.
     *
     * @param name of the secret whose whole text is the key
     * @param longestQuery bytes of all names and values together, decoded
     */
    static ExportGuard withKey(Secrets secrets, String name, Rate rate, long longestQuery) {
        return new ExportGuard(Optional.of(new Key(secrets, name)), rate, longestQuery);
    }

    /** Lets everybody in: only for those who say so, because somebody else stands before the door. */
    static ExportGuard withoutKey(Rate rate, long longestQuery) {
        return new ExportGuard(Optional.empty(), rate, longestQuery);
    }

    /** Why a request is not answered; empty: it may pass. */
    Optional<HttpReply> refusal(HttpCall call) {
        if (call.path().equals(ExportInterface.PATH)) {
            return Optional.empty();
        }
        if (size(call) > longestQuery) {
            return Optional.of(
                    HttpReply.problem(Problem.of(414, "the query is longer than " + longestQuery + " bytes, decoded")));
        }
        if (key.isPresent() && !hasKey(call, key.get())) {
            return Optional.of(HttpReply.problem(Problem.of(401, HEADER, "the API key is missing or wrong"))
                    .with("WWW-Authenticate", "ApiKey"));
        }
        return limiter.acquirePermission() ? Optional.empty() : Optional.of(tooMany());
    }

    private HttpReply tooMany() {
        long wait =
                Duration.ofNanos(limiter.getDetailedMetrics().getNanosToWait()).toSeconds() + 1;
        return HttpReply.problem(Problem.of(429, "there were too many requests, come again later"))
                .with("Retry-After", Long.toString(wait));
    }

    /** Hashes have one length, and are compared in a time that tells nothing of where they differ. */
    private static boolean hasKey(HttpCall call, Key key) {
        byte[] expected = sha256(key.secrets().text(key.name()));
        return MessageDigest.isEqual(expected, sha256(call.header(HEADER).orElse("")));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long size(HttpCall call) {
        return call.query().entrySet().stream()
                .mapToLong(parameter -> parameter.getValue().stream()
                        .mapToLong(value -> bytes(parameter.getKey()) + bytes(value))
                        .sum())
                .sum();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
