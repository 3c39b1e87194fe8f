package local.stubs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import local.http.Request;
import local.http.Response;
import local.http.Server;

/**
 * All stub ends on one port. {@code GET /_received} tells what came in and went out, {@code GET /_received?end=<name>}
 * lists the last requests in full; {@code POST /_behave} takes one order or a list of them, {@code POST /_reset}
 * forgets everything.
 */
public final class Stubs implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Server server;
    private final Journal journal = new Journal();
    private final List<End> ends;

    private Stubs(Server server) {
        this.server = server;
        Tokens tokens = new Tokens();
        Tokens apiTokens = new Tokens();
        Tokens openSkyTokens = new Tokens();
        this.ends = List.of(
                new OAuth("oauth", "/oauth/token", tokens, Duration.ofHours(1)),
                new Sources(tokens),
                new Nifi(),
                new OAuth("api-oauth", "/api/oauth/token", apiTokens, Duration.ofHours(1)),
                new IngestApi(apiTokens),
                new OAuth("opensky-oauth", "/oauth/opensky/token", openSkyTokens, Duration.ofMinutes(30)),
                new OpenSky(openSkyTokens, Clock.systemUTC()));
    }

    /** @param port 0 for a free one */
    public static Stubs open(int port) {
        return open("127.0.0.1", port);
    }

    /** @param host the address that answers; 0.0.0.0 for all */
    public static Stubs open(String host, int port) {
        Stubs stubs = new Stubs(Server.open("stub ends of the local cloud", host, port));
        stubs.server.serve(stubs::answer);
        return stubs;
    }

    public URI uri() {
        return server.uri();
    }

    private Response answer(Request request) throws IOException, InterruptedException {
        for (End end : ends) {
            Optional<Response> shown = end.show(request);
            if (shown.isPresent()) {
                return shown.get();
            }
        }
        if (request.path().startsWith("/_")) {
            return control(request);
        }
        for (End end : ends) {
            Optional<String> name = end.nameFor(request);
            if (name.isPresent()) {
                return answer(end, name.get(), request);
            }
        }
        return refused(404, "there is no stub end at " + request.path());
    }

    private Response answer(End end, String name, Request request) throws IOException, InterruptedException {
        Entry entry = new Entry(request);
        if (!end.streams()) {
            entry.received(Digest.of(request.bytes()));
        }
        int status = 0;
        try {
            Response response = end.answer(name, request, entry);
            status = response.status();
            return response;
        } finally {
            journal.add(name, entry, status);
        }
    }

    private Response control(Request request) throws IOException {
        switch (request.method() + " " + request.path()) {
            case "GET /_received" -> {
                String end = request.query().get("end");
                JsonNode received = end == null ? summary() : journal.entries(end);
                return Response.json(200, received.toString());
            }
            case "POST /_behave" -> {
                return behave(request);
            }
            case "POST /_reset" -> {
                journal.reset();
                ends.forEach(End::reset);
                return Response.json(200, "{}");
            }
            default -> {
                return refused(404, "there is no " + request.method() + " " + request.path());
            }
        }
    }

    private ObjectNode summary() {
        ObjectNode summary = journal.summary();
        ends.forEach(end -> end.tell(summary));
        return summary;
    }

    private Response behave(Request request) throws IOException {
        try {
            JsonNode orders = JSON.readTree(request.bytes());
            for (JsonNode order :
                    orders.isArray() ? orders : JSON.createArrayNode().add(orders)) {
                String name = order.path("end").asText();
                ends.stream()
                        .filter(end -> end.names().contains(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("there is no end named '" + name + "'"))
                        .behave(name, order);
            }
            return Response.json(200, "{}");
        } catch (IllegalArgumentException | JsonProcessingException wrong) {
            return refused(400, wrong.getMessage());
        }
    }

    private static Response refused(int status, String reason) {
        return Response.json(
                status, JSON.createObjectNode().put("error", reason).toString());
    }

    @Override
    public void close() {
        server.close();
        ends.forEach(End::reset);
    }
}
