package routes.export;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import routes.aws.Secrets;
import routes.policy.BearerTokens;
import routes.policy.Poison;

/**
 * The API as its secret describes it: {@code api_base_url}, {@code token_endpoint} and the client's credentials. The
 * secret is an input from outside: its address counts only when the settings allow it.
 */
final class Api {
    private final Secrets secrets;
    private final BearerTokens tokens;
    private final ExportSettings.Api settings;
    private volatile @Nullable Place place;

    /** Addresses, and the state of the secret that they follow from. */
    private record Place(Map<String, String> told, URI target, URI tokens) {}

    Api(Secrets secrets, BearerTokens tokens, ExportSettings.Api settings) {
        this.secrets = secrets;
        this.tokens = tokens;
        this.settings = settings;
    }

    /** Where batches go. */
    URI target() {
        return place().target();
    }

    /**
     * A token that holds now.
     *
     * @throws ExportFailed when our credentials get none: nothing can be sent, whatever the batch
     */
    String token() {
        try {
            return tokens.token(place().tokens(), settings.secret());
        } catch (Poison e) {
            throw ExportFailed.unavailable(e.getMessage(), Optional.empty());
        }
    }

    /** The API has refused the token that was sent at {@code sent}. */
    void refused(Instant sent) {
        tokens.refused(place().tokens(), settings.secret(), sent);
    }

    /** Every batch asks, so an address is checked once for each state of the secret. */
    private Place place() {
        Map<String, String> told = secrets.fields(settings.secret());
        Place known = place;
        if (known == null || known.told() != told) {
            URI base = base();
            String tokenEndpoint = told.getOrDefault("token_endpoint", "/oauth/token");
            known = new Place(
                    told, within(base, settings.path(), "export.path"), within(base, tokenEndpoint, "token_endpoint"));
            place = known;
        }
        return known;
    }

    /** A path of the API: it cannot lead to another host. */
    private URI within(URI base, String path, String what) {
        if (!path.startsWith("/")
                || path.startsWith("//")
                || path.contains("..")
                || path.contains("?")
                || path.contains("#")) {
            throw new IllegalStateException(what + " of " + settings.secret() + " is no path that begins with one /");
        }
        return URI.create(base.toString().replaceAll("/+$", "") + path);
    }

    private URI base() {
        URI base;
        try {
            base = URI.create(secrets.field(settings.secret(), "api_base_url"));
        } catch (IllegalArgumentException e) {
            // Without the cause, which quotes a field of a secret.
            throw wrong("no address");
        }
        if (!settings.hosts().allow(base)) {
            throw wrong("none that export.api-hosts allows over https, or http to this machine");
        }
        return base;
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException("api_base_url of secret " + settings.secret() + " is " + what);
    }
}
