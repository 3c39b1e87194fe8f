package routes.policy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import routes.aws.Secrets;

/**
 * OAuth2 client-credentials tokens (RFC 6749, section 4.4): one per client, fetched by one thread at a time, kept until a
 * minute before it expires. The client's id and secret come from a secret and appear nowhere else.
 */
public final class BearerTokens {
    private static final Duration MARGIN = Duration.ofSeconds(60);
    private static final Duration UNSAID = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 65_536;

    private final Secrets secrets;
    private final Clock clock;
    private final Runnable onFetch;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private @Nullable HttpClient http;

    public BearerTokens(Secrets secrets, Clock clock) {
        this(secrets, clock, () -> {});
    }

    /** @param onFetch is told of every token that was fetched */
    public BearerTokens(Secrets secrets, Clock clock, Runnable onFetch) {
        this.secrets = secrets;
        this.clock = clock;
        this.onFetch = onFetch;
    }

    private record Token(String value, Instant fetched, Instant until) {}

    /** A token that holds now. */
    public String token(URI tokenUrl, String secret) {
        return tokens.compute(tokenUrl + " " + secret, (key, token) -> {
                Instant now = clock.instant();
                return token != null && token.until().isAfter(now) ? token : fetch(tokenUrl, secret, now);
            })
            .value();
    }

    /** Forgets a token that was refused, and the secret behind it, unless it was fetched since {@code usedSince}. */
    public void refused(URI tokenUrl, String secret, Instant usedSince) {
        tokens.computeIfPresent(tokenUrl + " " + secret, (key, token) -> token.fetched().isAfter(usedSince) ? token : null);
        secrets.refused(secret, usedSince);
    }

    private Token fetch(URI tokenUrl, String secret, Instant now) {
        String form = "grant_type=client_credentials"
            + "&client_id=" + encoded(secrets.field(secret, "client_id"))
            + "&client_secret=" + encoded(secrets.field(secret, "client_secret"));
        HttpRequest request = HttpRequest.newBuilder(tokenUrl)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
        try {
            HttpResponse<java.io.InputStream> response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            byte[] answer;
            try (var body = response.body()) {
                answer = body.readNBytes(LONGEST_ANSWER);
            }
            if (response.statusCode() == 400 || response.statusCode() == 401) {
                secrets.refused(secret, now);
            }
            String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
            HttpAnswer.check("token endpoint " + tokenUrl.getHost(), response.statusCode(), retryAfter, now);
            Token token = parsed(answer, now);
            onFetch.run();
            return token;
        } catch (IOException e) {
            throw new Transient("token endpoint " + tokenUrl.getHost() + " is out of reach", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Transient("interrupted while a token was fetched", e);
        }
    }

    private static Token parsed(byte[] answer, Instant now) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(answer);
            if (fields.get("access_token") instanceof String value && !value.isBlank()) {
                Duration lasts = fields.get("expires_in") instanceof Number seconds
                    ? Duration.ofSeconds(seconds.longValue())
                    : UNSAID;
                return new Token(value, now, now.plus(lasts).minus(MARGIN));
            }
        } catch (IOException e) {
            // Falls through without the cause: a parser's message quotes the token.
        }
        throw new Transient("token endpoint answered without an access token", (Duration) null);
    }

    private synchronized HttpClient client() {
        HttpClient made = http;
        if (made == null) {
            made = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
            http = made;
        }
        return made;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
