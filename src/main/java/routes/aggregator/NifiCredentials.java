package routes.aggregator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import routes.aws.Secrets;
import routes.policy.TlsIdentity;

/**
 * Who we are to NiFi: user name and password, a client certificate, both, or nobody. All of it comes from one secret,
 * asked for at each use and fetched again when it was refused; nothing of it stands in an error.
 *
 * <p>Its fields: {@code username} and {@code password}; {@code certificate} (PEM, with its chain) and {@code private_key}
 * (PEM, PKCS#8); {@code ca} (PEM), alone trusted if it is there, else the JDK's certificates are.
 */
final class NifiCredentials implements TlsIdentity {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Secrets secrets;
    private final Optional<String> name;
    private Map<String, String> madeOf = Map.of();
    private @Nullable SSLContext made;

    /** @param name of the secret, or its ARN; empty: nobody */
    NifiCredentials(Secrets secrets, Optional<String> name) {
        this.secrets = secrets;
        this.name = name;
    }

    /** Whether an address may be told them: over TLS, or on this machine. */
    static boolean mayBeToldTo(URI url) {
        return "https".equals(url.getScheme()) || LOOPBACK.contains(url.getHost());
    }

    /** There is something to renew. */
    boolean exist() {
        return name.isPresent();
    }

    /**
     * The value of the header that says who we are, if one does.
     *
     * @throws IllegalStateException when the secret is no JSON object or lacks one of a pair of fields
     */
    Optional<String> authorization() {
        Map<String, String> fields = fields();
        return both(fields, "username", "password")
                .map(pair -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString(String.join(":", pair).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public synchronized SSLContext context() {
        Map<String, String> fields = fields();
        SSLContext context = made;
        if (context == null || !fields.equals(madeOf)) {
            context = make(fields);
            madeOf = fields;
            made = context;
        }
        return context;
    }

    @Override
    public void refused(Instant usedSince) {
        name.ifPresent(secret -> secrets.refused(secret, usedSince));
    }

    private SSLContext make(Map<String, String> fields) {
        try {
            Optional<PemTls.Key> key =
                    both(fields, "certificate", "private_key").map(pair -> PemTls.key(pair.get(0), pair.get(1)));
            return PemTls.context(key, Optional.ofNullable(fields.get("ca")).map(PemTls::certificates));
        } catch (PemTls.Unfit e) {
            // Without the cause: a parser's message may quote what it read.
            throw new IllegalStateException("secret " + name.orElse("") + ": " + e.getMessage());
        }
    }

    private Map<String, String> fields() {
        return name.map(secrets::fields).orElse(Map.of());
    }

    private Optional<List<String>> both(Map<String, String> fields, String one, String other) {
        if (!fields.containsKey(one) && !fields.containsKey(other)) {
            return Optional.empty();
        }
        if (!fields.containsKey(one) || !fields.containsKey(other)) {
            String lacking = fields.containsKey(one) ? other : one;
            throw new IllegalStateException("secret " + name.orElse("") + " has no field '" + lacking + "'");
        }
        return Optional.of(List.of(fields.get(one), fields.get(other)));
    }
}
