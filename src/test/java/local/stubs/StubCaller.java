package local.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Calls the stub ends as a pipeline and its test would. */
final class StubCaller {
    static final String DAY = "2026-11-19";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI stubs;
    private final HttpClient http = HttpClient.newHttpClient();

    StubCaller(URI stubs) {
        this.stubs = stubs;
    }

    HttpResponse<byte[]> get(String target, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(stubs.resolve(target)), headers);
    }

    HttpResponse<byte[]> page(int page, String... headers) throws IOException, InterruptedException {
        return get("/api-a/data?date=" + DAY + "&page=" + page, headers);
    }

    HttpResponse<byte[]> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(stubs.resolve(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** @param order for {@code api-a}: fields in single quotes, without the end and the braces */
    void behave(String order) throws IOException, InterruptedException {
        behave("api-a", order);
    }

    void behave(String end, String order) throws IOException, InterruptedException {
        String whole = "{'end':'" + end + "'," + order + "}";
        HttpResponse<byte[]> answer = post("/_behave", whole.replace('\'', '"'));
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
    }

    /** A token, or the status when there is none. */
    String token(String form, String... headers) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
        HttpResponse<byte[]> response = post("/oauth/token", form, all.toArray(String[]::new));
        return response.statusCode() == 200
                ? json(response).path("access_token").asText()
                : String.valueOf(response.statusCode());
    }
}
