package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import local.http.Request;
import local.http.Response;

/**
 * A token endpoint such as {@code POST /oauth/token} for client credentials, in the form or by Basic authentication. The
 * client is {@code local} with the secret {@code local} unless told otherwise.
 *
 * <p>Settings: {@code expires_in} (seconds), {@code client_id}, {@code client_secret}; {@code "do":"revoke-all"} makes
 * all tokens of the past invalid.
 */
final class OAuth implements End {
    private record Settings(long expiresIn, String clientId, String clientSecret) {
        static Settings usual(Duration life) {
            return new Settings(life.toSeconds(), "local", "local");
        }

        Settings with(JsonNode changes) {
            return new Settings(
                    changes.path("expires_in").asLong(expiresIn),
                    changes.path("client_id").asText(clientId),
                    changes.path("client_secret").asText(clientSecret));
        }
    }

    private final String name;
    private final String path;
    private final Tokens tokens;
    private final Settings usual;
    private final Conducts conducts = new Conducts();
    private volatile Settings settings;

    /**
     * An endpoint.
     *
     * @param name under which it is told how to behave
     * @param life of a token, unless told otherwise
     */
    OAuth(String name, String path, Tokens tokens, Duration life) {
        this.name = name;
        this.path = path;
        this.tokens = tokens;
        this.usual = Settings.usual(life);
        this.settings = usual;
    }

    @Override
    public Set<String> names() {
        return Set.of(name);
    }

    @Override
    public Optional<String> nameFor(Request request) {
        return request.path().equals(path) ? Optional.of(name) : Optional.empty();
    }

    @Override
    public Response answer(String name, Request request, Entry entry) throws IOException, InterruptedException {
        Response answer = granted(request) ? token() : error(401, "invalid_client");
        Response response = request.method().equals("POST") ? answer : error(405, "invalid_request");
        entry.about("token");
        Optional<Conduct> conduct = conducts.next(name, "", 0);
        return conduct.isEmpty() ? response : conduct.get().spoil(response, entry);
    }

    private boolean granted(Request request) throws IOException {
        Map<String, String> form = Request.form(request.text());
        String given = form.get("client_id") + ":" + form.get("client_secret");
        String authorization = request.header("Authorization");
        if (authorization.startsWith("Basic ")) {
            given = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
        }
        return "client_credentials".equals(form.get("grant_type"))
                && given.equals(settings.clientId() + ":" + settings.clientSecret());
    }

    private Response token() {
        long life = settings.expiresIn();
        return Response.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("access_token", tokens.issue(Duration.ofSeconds(life)))
                        .put("token_type", "Bearer")
                        .put("expires_in", life)
                        .toString());
    }

    private static Response error(int status, String error) {
        return Response.json(status, "{\"error\":\"" + error + "\"}");
    }

    @Override
    public void behave(String name, JsonNode order) {
        if (order.path("do").asText().equals("revoke-all")) {
            tokens.revokeAll();
        } else if (order.has("set")) {
            settings = settings.with(order.get("set"));
        } else {
            conducts.add(Conduct.of(order));
        }
    }

    @Override
    public void reset() {
        settings = usual;
        tokens.revokeAll();
        conducts.clear();
    }
}
