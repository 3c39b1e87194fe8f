package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import local.http.AbandonedException;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/**
 * The API that takes exports: {@code POST /api/api/data/ingest} with a bearer token of {@code /api/oauth/token} (the end
 * {@code api-oauth}) and the header {@code Idempotency-Key: <export id>-<batch number>}. {@code GET /_export} lists the
 * exports, {@code GET /_export/<export id>} has the batches of one and a digest of its records
 * (the sum of their lines' CRC-32C), {@code GET /_export/<export id>/records} its records
 * as JSON lines.
 *
 * <p>Orders may name {@code batch} and {@code export}. A batch that is answered with an error is not taken. One that is not
 * answered at all ({@code close}, {@code cut}) is taken, as by a server that dies behind its effect.
 * {@code "do":"release"} answers all who are held.
 */
final class IngestApi implements End {
    private static final String NAME = "api";
    private static final String INGEST = "/api/api/data/ingest";
    private static final String LOOK = "/_export";
    private static final long LONGEST_HOLD = 600_000;
    private static final Pattern KEY = Pattern.compile("(.+)-([1-9][0-9]{0,8})");

    private final Tokens tokens;
    private final Ingested ingested = new Ingested(Ingested.ROOM);
    private final Conducts conducts = new Conducts();
    private volatile CountDownLatch held = new CountDownLatch(1);

    IngestApi(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Optional<String> nameFor(Request request) {
        return request.path().equals(INGEST) ? Optional.of(NAME) : Optional.empty();
    }

    @Override
    public Optional<Response> show(Request request) {
        if (request.path().equals(LOOK)) {
            return Optional.of(Response.json(200, ingested.list().toString()));
        }
        if (!request.path().startsWith(LOOK + "/")) {
            return Optional.empty();
        }
        String id = request.path().substring(LOOK.length() + 1);
        if (id.endsWith("/records")) {
            return Optional.of(records(id.substring(0, id.length() - "/records".length())));
        }
        return Optional.of(ingested.summary(id)
                .map(summary -> Response.json(200, summary.toString()))
                .orElseGet(() -> error(404, "no such export has come")));
    }

    private Response records(String id) {
        if (ingested.summary(id).isEmpty()) {
            return error(404, "no such export has come");
        }
        if (!ingested.keeps(id)) {
            return error(410, "its records were too many to be kept");
        }
        return new Response(
                200, Headers.of("Content-Type", "application/x-ndjson"), Request.UNKNOWN, ingested.records(id));
    }

    @Override
    public Response answer(String name, Request request, Entry entry) throws IOException, InterruptedException {
        if (!request.method().equals("POST")) {
            return error(405, "expected POST").with("Allow", "POST");
        }
        String authorization = request.header("Authorization");
        if (!authorization.startsWith("Bearer ") || !tokens.isGood(authorization.substring("Bearer ".length()))) {
            return error(401, "the token is not known or has expired").with("WWW-Authenticate", "Bearer");
        }
        Matcher key = KEY.matcher(request.header("Idempotency-Key"));
        if (!key.matches()) {
            return error(400, "Idempotency-Key is missing or not <export id>-<batch number>");
        }
        if (!request.header("Content-Type").startsWith("application/json")) {
            return error(415, "the content is not said to be application/json");
        }
        try {
            IngestBatch batch = IngestBatch.read(request.bytes());
            if (batch.number() != Integer.parseInt(key.group(2))) {
                return error(400, "batch_number is not that of the Idempotency-Key");
            }
            return taken(key.group(1), batch, Digest.of(request.bytes()), entry);
        } catch (IllegalArgumentException wrong) {
            return error(400, wrong.getMessage());
        }
    }

    private Response taken(String export, IngestBatch batch, Digest digest, Entry entry)
            throws IOException, InterruptedException {
        if (!ingested.isConsistent(export, batch, digest)) {
            ingested.conflicted(export, batch.number());
            return error(409, "this key came before with another content, or the export with another total");
        }
        Response accepted = Response.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("status", "accepted")
                        .put("batch_number", batch.number())
                        .put("received", batch.records())
                        .toString());
        Optional<Conduct> conduct = conducts.next(NAME, export, batch.number());
        try {
            Response response = conduct.isEmpty() ? accepted : conduct.get().spoil(accepted, entry);
            if (response.isSuccess()) {
                ingested.accepted(export, batch, digest);
            } else {
                ingested.refused(export, batch.number());
            }
            if (conduct.filter(rule -> rule.does("hold")).isPresent()) {
                held.await(conduct.get().delay(LONGEST_HOLD), TimeUnit.MILLISECONDS);
            }
            return response;
        } catch (AbandonedException unanswered) {
            ingested.accepted(export, batch, digest);
            throw unanswered;
        }
    }

    private static Response error(int status, String reason) {
        return Response.json(
                status,
                JsonNodeFactory.instance.objectNode().put("error", reason).toString());
    }

    @Override
    public void behave(String name, JsonNode order) {
        if (order.path("do").asText().equals("release")) {
            release();
        } else {
            conducts.add(Conduct.ofBatches(order));
        }
    }

    private void release() {
        CountDownLatch waiting = held;
        held = new CountDownLatch(1);
        waiting.countDown();
    }

    @Override
    public void reset() {
        release();
        conducts.clear();
        ingested.clear();
    }
}
