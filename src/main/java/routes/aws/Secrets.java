package routes.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Secrets by name, kept for a while and fetched again when the other end says that they no longer hold. No value of a
 * secret ever stands in a message of an exception or a log.
 */
public final class Secrets {
    private final Supplier<SecretsManagerClient> client;
    private final Duration keep;
    private final Clock clock;
    private final Map<String, Secret> cache = new ConcurrentHashMap<>();

    public Secrets(Supplier<SecretsManagerClient> client, Duration keep, Clock clock) {
        this.client = client;
        this.keep = keep;
        this.clock = clock;
    }

    /** @param fields empty: the text is no JSON object */
    private record Secret(String text, Optional<Map<String, String>> fields, Instant fetched) {}

    /**
     * One field of a secret whose text is a JSON object.
     *
     * @throws IllegalStateException when the secret is no JSON object or lacks the field
     */
    public String field(String name, String field) {
        String value = fields(name).get(field);
        if (value == null) {
            throw new IllegalStateException("secret " + name + " has no field '" + field + "'");
        }
        return value;
    }

    /**
     * All fields of a secret whose text is a JSON object.
     *
     * @throws IllegalStateException when the secret is no JSON object
     */
    public Map<String, String> fields(String name) {
        Secret secret = current(name);
        return secret.fields().orElseThrow(() -> {
            // Not kept: when it has been put right, nobody should have to wait for that.
            cache.remove(name, secret);
            return new IllegalStateException("secret " + name + " is not a JSON object");
        });
    }

    /**
     * The whole text of a secret, without the space around it.
     *
     * @throws IllegalStateException when there is none
     */
    public String text(String name) {
        Secret secret = current(name);
        if (secret.text().isBlank()) {
            cache.remove(name, secret);
            throw new IllegalStateException("secret " + name + " is blank, expected a text");
        }
        return secret.text().strip();
    }

    /** Forgets a secret that was refused, unless it has been fetched anew since {@code usedSince}. */
    public void refused(String name, Instant usedSince) {
        cache.computeIfPresent(name, (key, secret) -> secret.fetched().isAfter(usedSince) ? secret : null);
    }

    private Secret current(String name) {
        return cache.compute(name, (key, secret) -> {
            Instant now = clock.instant();
            return secret != null && secret.fetched().plus(keep).isAfter(now) ? secret : fetch(key, now);
        });
    }

    private Secret fetch(String name, Instant now) {
        String text = client.get().getSecretValue(get -> get.secretId(name)).secretString();
        return new Secret(text == null ? "" : text, read(text == null ? "" : text), now);
    }

    /** Nothing of what a parser says is repeated: its message quotes what it read. */
    private static Optional<Map<String, String>> read(String text) {
        Map<String, String> fields = new HashMap<>();
        try {
            JSON.std.mapFrom(text).forEach((field, value) -> {
                if (value != null) {
                    fields.put(field, String.valueOf(value));
                }
            });
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(Map.copyOf(fields));
    }
}
