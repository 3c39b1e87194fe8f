package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import local.http.Headers;
import local.http.Request;
import local.http.Response;

/**
 * The paged source APIs {@code GET /api-a/data?date=YYYY-MM-DD&page=N} to {@code api-d}. Orders either {@code set}
 * {@linkplain SourceSettings what a source is like}, or tell it to {@linkplain Conduct misbehave}.
 */
final class Sources implements End {
    private static final Set<String> NAMES = new TreeSet<>(Set.of("api-a", "api-b", "api-c", "api-d"));

    private final Tokens tokens;
    private final Conducts conducts = new Conducts();
    private final Map<String, SourceSettings> settings = new ConcurrentHashMap<>();

    Sources(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Set<String> names() {
        return NAMES;
    }

    @Override
    public Optional<String> nameFor(Request request) {
        return NAMES.stream()
                .filter(name -> request.path().equals("/" + name + "/data"))
                .findFirst();
    }

    @Override
    public Response answer(String name, Request request, Entry entry) throws IOException, InterruptedException {
        SourceSettings source = settings.getOrDefault(name, SourceSettings.DEFAULT);
        if (!mayEnter(request, source)) {
            return Response.json(401, "{\"error\":\"unauthorized\"}");
        }
        String date;
        int page;
        try {
            date = LocalDate.parse(request.query().getOrDefault("date", "")).toString();
            page = Integer.parseInt(request.query().getOrDefault("page", ""));
        } catch (DateTimeException | NumberFormatException wrong) {
            return Response.json(400, "{\"error\":\"date or page is wrong\"}");
        }
        Optional<Conduct> conduct = conducts.next(name, date, page);
        boolean empty = conduct.filter(rule -> rule.does("empty")).isPresent();
        byte[] body = PageContent.of(name, date, page, empty ? source.withoutRecords() : source);
        entry.about(date + "/" + page);
        entry.sent(body);
        Response response = Response.of(200, Headers.of("Content-Type", "application/json"), body);
        return conduct.isEmpty() ? response : conduct.get().spoil(response, entry);
    }

    private boolean mayEnter(Request request, SourceSettings source) {
        String authorization = request.header("Authorization");
        boolean key = source.apiKeyHeader().isEmpty()
                || request.header(source.apiKeyHeader()).equals(source.apiKey());
        boolean token = !source.bearer()
                || authorization.startsWith("Bearer ") && tokens.isGood(authorization.substring("Bearer ".length()));
        return key && token;
    }

    @Override
    public void behave(String name, JsonNode order) {
        if (order.has("set")) {
            settings.merge(
                    name,
                    SourceSettings.DEFAULT.with(order.get("set")),
                    (before, unused) -> before.with(order.get("set")));
        } else {
            conducts.add(Conduct.of(order));
        }
    }

    @Override
    public void reset() {
        settings.clear();
        conducts.clear();
    }
}
