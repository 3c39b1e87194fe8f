package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/**
 * OpenSky's {@code GET /api/states/all} with its {@linkplain OpenSkyQuery parameters}: a generated fleet that moves from
 * snapshot to snapshot, every {@value #RESOLUTION} seconds of the clock. Without a token a caller is anonymous; tokens
 * are those of {@code /oauth/opensky/token} (the end {@code opensky-oauth}, 30 minutes). Whoever asks for gzip has it.
 *
 * <p>A call that is let in spends its credits, whatever comes of it. Every answer says in {@value #REMAINING} what is
 * left; with too little left it is 429, and {@value #RETRY_AFTER} says when to come again. In answers that are told to
 * fail, {@code retry_after} goes into that header too.
 *
 * <p>Orders {@code set} {@linkplain OpenSkySettings what it is like}, or spoil answers as {@link Conduct} and
 * {@link SpoiltSnapshot} say. In the journal a snapshot is known by its time and, if there is one, the query.
 */
final class OpenSky implements End {
    static final String RETRY_AFTER = "X-Rate-Limit-Retry-After-Seconds";
    static final String REMAINING = "X-Rate-Limit-Remaining";

    private static final String NAME = "opensky";
    private static final String STATES = "/api/states/all";
    private static final long RESOLUTION = 10;

    private final Tokens tokens;
    private final Clock clock;
    private final Conducts conducts = new Conducts();
    private volatile OpenSkySettings settings = OpenSkySettings.DEFAULT;
    private volatile Credits credits = new Credits();
    private volatile Sky sky = settings.sky();

    OpenSky(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public Optional<String> nameFor(Request request) {
        return request.path().equals(STATES) ? Optional.of(NAME) : Optional.empty();
    }

    @Override
    public Response answer(String name, Request request, Entry entry) throws IOException, InterruptedException {
        Instant now = clock.instant();
        Credits.Caller caller =
                request.header("Authorization").isEmpty() ? Credits.Caller.ANONYMOUS : Credits.Caller.CLIENT;
        Response response = answer(caller, now, request, entry);
        return settings.tellsRemaining()
                ? response.with(REMAINING, String.valueOf(credits.left(caller, now)))
                : response;
    }

    private Response answer(Credits.Caller caller, Instant now, Request request, Entry entry)
            throws IOException, InterruptedException {
        if (!request.method().equals("GET")) {
            return error(405, "expected GET").with("Allow", "GET");
        }
        if (caller == Credits.Caller.CLIENT && !hasGoodToken(request)) {
            return error(401, "the token is not known or has expired").with("WWW-Authenticate", "Bearer");
        }
        OpenSkyQuery query;
        try {
            query = OpenSkyQuery.of(request);
        } catch (IllegalArgumentException wrong) {
            return error(400, wrong.getMessage());
        }
        if (!credits.spend(caller, query.credits(), now)) {
            return error(429, "too few credits are left")
                    .with(RETRY_AFTER, String.valueOf(credits.secondsToRenewal(now)));
        }
        long time = settings.time().orElse(Math.floorDiv(now.getEpochSecond(), RESOLUTION) * RESOLUTION);
        entry.about(time + request.target().substring(request.path().length()));
        return seen(Snapshot.of(sky.at(time)).only(query), request, entry);
    }

    private boolean hasGoodToken(Request request) {
        String authorization = request.header("Authorization");
        return authorization.startsWith("Bearer ") && tokens.isGood(authorization.substring("Bearer ".length()));
    }

    private Response seen(Snapshot snapshot, Request request, Entry entry) throws IOException, InterruptedException {
        Optional<Conduct> conduct = conducts.next(NAME, "", 0);
        byte[] body = conduct.isEmpty() ? snapshot.json() : SpoiltSnapshot.of(snapshot, conduct.get());
        entry.sent(body);
        Response response = Response.of(200, Headers.of("Content-Type", "application/json"), body);
        if (conduct.isEmpty()) {
            return asTaken(request, response);
        }
        if (conduct.get().does("cut") || conduct.get().does("drip")) {
            return conduct.get().spoil(asTaken(request, response), entry);
        }
        Response spoilt = conduct.get().spoil(response, entry);
        spoilt.headers()
                .first("Retry-After")
                .ifPresent(wait -> spoilt.headers().remove("Retry-After").add(RETRY_AFTER, wait));
        return spoilt.isSuccess() ? asTaken(request, spoilt) : spoilt;
    }

    /** Compressed, if that is what the caller takes. */
    private static Response asTaken(Request request, Response response) throws IOException {
        boolean gzip = Stream.of(request.header("Accept-Encoding").split(","))
                .anyMatch(coding -> coding.split(";")[0].strip().equalsIgnoreCase("gzip"));
        if (!gzip
                || response.length() == 0
                || response.headers().first("Content-Encoding").isPresent()) {
            return response;
        }
        byte[] zipped = Conduct.zipped(response.body().readAllBytes());
        return Response.of(response.status(), response.headers().add("Content-Encoding", "gzip"), zipped);
    }

    private static Response error(int status, String reason) {
        return Response.json(
                status,
                JsonNodeFactory.instance.objectNode().put("error", reason).toString());
    }

    /** Beside the journal's counts, what was spent; tokens are counted by their own end. */
    @Override
    public void tell(ObjectNode counts) {
        if (counts.get(NAME) instanceof ObjectNode told) {
            told.put("credits_used", credits.used());
        }
    }

    @Override
    public synchronized void behave(String name, JsonNode order) {
        if (!order.has("set")) {
            conducts.add(SpoiltSnapshot.conduct(order));
            return;
        }
        OpenSkySettings changed = settings.with(order.get("set"));
        OpenSkySettings.charge(credits, order.get("set"), clock.instant());
        if (changed.states() != settings.states() || changed.seed() != settings.seed()) {
            sky = changed.sky();
        }
        settings = changed;
    }

    @Override
    public synchronized void reset() {
        conducts.clear();
        settings = OpenSkySettings.DEFAULT;
        credits = new Credits();
        sky = settings.sky();
    }
}
