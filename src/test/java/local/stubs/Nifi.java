package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import local.http.AbandonedException;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/**
 * NiFi's listener {@code POST /nifi/contentListener}, which takes bundles of any size. {@code GET /nifi/received} lists
 * them by id, {@code GET /nifi/received/<id>} gives the bytes of the one that was last accepted.
 *
 * <p>Settings: {@code username}, {@code password} (both {@code local}); {@code "do":"release"} answers all who are held.
 */
final class Nifi implements End {
    private static final String NAME = "nifi";
    private static final String LISTENER = "/nifi/contentListener";
    private static final String RECEIVED = "/nifi/received";
    private static final List<String> MEDIA_TYPES = List.of("application/gzip", "application/zip");
    private static final long LONGEST_HOLD = 600_000;
    private static final String LOCAL = basic("local", "local");

    private final Bundles bundles = new Bundles(Path.of(System.getProperty("java.io.tmpdir")));
    private final Conducts conducts = new Conducts();
    private volatile String authorization = LOCAL;
    private volatile CountDownLatch held = new CountDownLatch(1);

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Optional<String> nameFor(Request request) {
        return request.path().equals(LISTENER) ? Optional.of(NAME) : Optional.empty();
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public Optional<Response> show(Request request) throws IOException {
        if (request.path().equals(RECEIVED)) {
            return Optional.of(Response.json(200, bundles.list().toString()));
        }
        if (!request.path().startsWith(RECEIVED + "/")) {
            return Optional.empty();
        }
        Optional<InputStream> bundle = bundles.open(request.path().substring(RECEIVED.length() + 1));
        return Optional.of(bundle.map(bytes ->
                        new Response(200, Headers.of("Content-Type", "application/gzip"), Request.UNKNOWN, bytes))
                .orElseGet(() -> Response.json(404, "{\"error\":\"no such bundle was accepted\"}")));
    }

    @Override
    public Response answer(String name, Request request, Entry entry) throws IOException, InterruptedException {
        String id = request.header("X-Bundle-Id");
        entry.about(id);
        Optional<Conduct> conduct = conducts.next(NAME, id, 0);
        if (conduct.filter(Conduct::isEarly).isPresent()) {
            if (!conduct.get().does("slow")) {
                return early(conduct.get().spoil(Response.empty(200), entry));
            }
            conduct.get().pause();
            conduct = Optional.empty();
        }
        if (!request.method().equals("POST")) {
            return early(refusal(405, "expected POST"));
        }
        if (!request.header("Authorization").equals(authorization)) {
            return early(refusal(401, "unauthorized").with("WWW-Authenticate", "Basic realm=\"nifi\""));
        }
        if (id.isEmpty()) {
            return early(refusal(400, "there is no X-Bundle-Id"));
        }
        return taken(id, request, entry, conduct);
    }

    private Response taken(String id, Request request, Entry entry, Optional<Conduct> conduct)
            throws IOException, InterruptedException {
        InputStream body = conduct.filter(rule -> rule.does("sip"))
                .<InputStream>map(rule -> new Drip(request.body(), rule.bytes(), rule.delay()))
                .orElse(request.body());
        Bundles.Post post = bundles.take(body, request.header("X-Content-SHA256"), faults(request));
        entry.brought(post.digest());
        Response accepted = Response.of(
                200, "text/plain; charset=utf-8", "received " + post.digest().bytes() + " bytes\n");
        try {
            Response response = conduct.isEmpty() ? accepted : conduct.get().spoil(accepted, entry);
            keep(id, post, response.isSuccess());
            if (conduct.filter(rule -> rule.does("hold")).isPresent()) {
                held.await(conduct.get().delay(LONGEST_HOLD), TimeUnit.MILLISECONDS);
            }
            return response;
        } catch (AbandonedException unanswered) {
            bundles.refused(id, post);
            throw unanswered;
        }
    }

    private void keep(String id, Bundles.Post post, boolean accepted) throws IOException {
        if (accepted) {
            bundles.accepted(id, post);
        } else {
            bundles.refused(id, post);
        }
    }

    /** What the contract of a delivery demands of its head, and this one lacks. */
    private static List<String> faults(Request request) {
        List<String> faults = new ArrayList<>();
        if (!MEDIA_TYPES.contains(request.header("Content-Type"))) {
            faults.add("content type is '" + request.header("Content-Type") + "', expected one of " + MEDIA_TYPES);
        }
        if (request.headers().first("Content-Encoding").isPresent()) {
            faults.add("content encoding is '" + request.header("Content-Encoding") + "', expected none");
        }
        if (request.length() == Request.UNKNOWN) {
            faults.add("there is no content length");
        }
        return faults;
    }

    private static Response early(Response response) {
        return response.with("Connection", "close");
    }

    private static Response refusal(int status, String reason) {
        return Response.json(status, "{\"error\":\"" + reason + "\"}");
    }

    private static String basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public void behave(String name, JsonNode order) {
        if (order.path("do").asText().equals("release")) {
            CountDownLatch waiting = held;
            held = new CountDownLatch(1);
            waiting.countDown();
        } else if (order.has("set")) {
            JsonNode set = order.get("set");
            authorization = basic(
                    set.path("username").asText("local"), set.path("password").asText("local"));
        } else {
            conducts.add(Conduct.ofBodies(order));
        }
    }

    @Override
    public void reset() {
        held.countDown();
        held = new CountDownLatch(1);
        authorization = LOCAL;
        conducts.clear();
        bundles.clear();
    }
}
