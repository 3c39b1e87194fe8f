package local.stubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StubsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DAY = "2026-11-19";

    private final Stubs stubs = Stubs.open(0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        stubs.close();
    }

    private HttpResponse<byte[]> get(String target, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stubs.uri().resolve(target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> page(int page, String... headers) throws IOException, InterruptedException {
        return get("/api-a/data?date=" + DAY + "&page=" + page, headers);
    }

    private JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private HttpResponse<byte[]> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(stubs.uri().resolve(path)).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** @param order fields in single quotes, without the end and the braces */
    private void behave(String order) throws IOException, InterruptedException {
        String body = ("{'end':'api-a'," + order + "}").replace('\'', '"');
        HttpResponse<byte[]> answer = post("/_behave", body);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
    }

    @Test
    void aDayHasTenPagesOfWhichTheLastIsShorter() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        List<Boolean> more = new ArrayList<>();
        for (int page = 1; page <= 11; page++) {
            JsonNode body = json(page(page));
            sizes.add(body.path("items").size());
            more.add(body.path("has_more").asBoolean());
            assertThat(body.path("page").asInt()).isEqualTo(page);
        }
        assertThat(sizes).containsExactly(250, 250, 250, 250, 250, 250, 250, 250, 250, 100, 0);
        assertThat(more).containsExactly(true, true, true, true, true, true, true, true, true, false, false);
    }

    @Test
    void aPageIsAlwaysTheSameAndUnlikeEveryOther() throws Exception {
        byte[] first = page(1).body();
        assertThat(page(1).body()).isEqualTo(first);
        assertThat(page(2).body()).isNotEqualTo(first);
        assertThat(get("/api-a/data?date=2026-11-18&page=1").body()).isNotEqualTo(first);
        assertThat(get("/api-b/data?date=" + DAY + "&page=1").body()).isNotEqualTo(first);
        assertThat(first).hasSizeBetween(250 * 100, 250 * 150);
    }

    @Test
    void anotherVersionHasOtherContent() throws Exception {
        byte[] first = page(1).body();
        behave("'set':{'version':2}");
        assertThat(page(1).body()).isNotEqualTo(first);
    }

    @Test
    void thePageSizeAndTheNumberOfPagesCanBeSet() throws Exception {
        behave("'set':{'page_size':20,'pages':2,'last_page_size':20}");
        assertThat(json(page(2)).path("items")).hasSize(20);
        assertThat(json(page(3)).path("items")).isEmpty();
    }

    @Test
    void oneDayCanBecomeShorter() throws Exception {
        behave("'set':{'date':'" + DAY + "','pages':3}");
        assertThat(json(page(4)).path("items")).isEmpty();
        assertThat(json(get("/api-a/data?date=2026-11-18&page=4")).path("items"))
                .hasSize(250);
    }

    @Test
    void theShapeOfTheAnswerCanBeSet() throws Exception {
        behave("'set':{'shape':'data','has_more':false}");
        assertThat(json(page(1)).path("data")).hasSize(250);
        assertThat(json(page(1)).has("has_more")).isFalse();
        behave("'set':{'shape':'bare'}");
        assertThat(json(page(1)).isArray()).isTrue();
    }

    @Test
    void anErrorIsAnsweredAsOftenAsToldWithRetryAfterInSeconds() throws Exception {
        behave("'do':'status','status':429,'retry_after':2,'times':2");
        assertThat(page(1).headers().firstValue("Retry-After")).hasValue("2");
        assertThat(page(1).statusCode()).isEqualTo(429);
        assertThat(page(1).statusCode()).isEqualTo(200);
    }

    @Test
    void retryAfterCanBeADate() throws Exception {
        behave("'do':'status','status':503,'retry_after_date':60");
        String date = page(1).headers().firstValue("Retry-After").orElseThrow();
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                .isAfter(ZonedDateTime.now());
    }

    @Test
    void onlyThePageThatWasNamedIsSpoilt() throws Exception {
        behave("'do':'status','status':404,'page':3");
        assertThat(page(2).statusCode()).isEqualTo(200);
        assertThat(page(3).statusCode()).isEqualTo(404);
    }

    @Test
    void misconductCanBeAMatterOfChance() throws Exception {
        behave("'do':'status','status':500,'probability':0.5");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statuses.add(page(1).statusCode());
        }
        assertThat(statuses).contains(200, 500);
    }

    @Test
    void anAnswerCanComeLate() throws Exception {
        behave("'do':'slow','delay_ms':300,'times':1");
        long start = System.nanoTime();
        assertThat(page(1).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void aBodyCanComeDropByDrop() throws Exception {
        byte[] whole = page(1).body();
        behave("'do':'drip','bytes':10000,'delay_ms':50");
        long start = System.nanoTime();
        assertThat(page(1).body()).isEqualTo(whole);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
    }

    @Test
    void aConnectionCanEndWithoutAnAnswer() throws Exception {
        behave("'do':'close'");
        assertThatThrownBy(() -> page(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyCanBreakOffBeforeItsStatedLength() throws Exception {
        behave("'do':'cut'");
        assertThatThrownBy(() -> page(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyInChunksCanBreakOff() throws Exception {
        behave("'do':'cut','chunked':true");
        assertThatThrownBy(() -> page(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyCanBeSomethingOtherThanJson() throws Exception {
        behave("'do':'not-json'");
        assertThat(page(1).body()).startsWith("<html>".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void jsonCanEndInTheMiddleWithoutAnError() throws Exception {
        int whole = page(1).body().length;
        behave("'do':'truncated'");
        assertThat(page(1).body()).hasSize(whole / 2);
    }

    @Test
    void aBodyCanBeTooLargeAndStillBeJson() throws Exception {
        behave("'do':'large','bytes':5000000");
        HttpResponse<byte[]> response = page(1);
        assertThat(response.body()).hasSize(5_000_000);
        assertThat(json(response).path("items")).hasSize(250);
    }

    @Test
    void aBodyCanBeCompressed() throws Exception {
        byte[] whole = page(1).body();
        behave("'do':'gzip'");
        HttpResponse<byte[]> response = page(1);
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())))
                .hasBinaryContent(whole);
    }

    @Test
    void aPageCanBeEmpty() throws Exception {
        behave("'do':'empty','page':2");
        assertThat(json(page(2)).path("items")).isEmpty();
        assertThat(json(page(2)).path("has_more").asBoolean()).isFalse();
    }

    @Test
    void theAnswerCanBeNoContentOrAnErrorWithStatus200() throws Exception {
        behave("'do':'no-content','times':1");
        behave("'do':'error-object','times':1");
        assertThat(page(1).statusCode()).isEqualTo(204);
        assertThat(json(page(1)).has("error")).isTrue();
    }

    @Test
    void aCallerCanBeSentToAnotherHost() throws Exception {
        behave("'do':'redirect','location':'http://elsewhere.invalid/x'");
        assertThat(page(1).statusCode()).isEqualTo(302);
        assertThat(page(1).headers().firstValue("Location")).hasValue("http://elsewhere.invalid/x");
    }

    @Test
    void aKeyCanBeRequired() throws Exception {
        behave("'set':{'api_key_header':'X-Api-Key','api_key':'local'}");
        assertThat(page(1).statusCode()).isEqualTo(401);
        assertThat(page(1, "X-Api-Key", "local").statusCode()).isEqualTo(200);
    }

    private String token(String form, String... headers) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                post("/oauth/token", form, concatenated(headers, "Content-Type", "application/x-www-form-urlencoded"));
        return response.statusCode() == 200
                ? json(response).path("access_token").asText()
                : String.valueOf(response.statusCode());
    }

    private static String[] concatenated(String[] some, String... others) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }

    @Test
    void aBearerTokenCanBeRequiredAndRevoked() throws Exception {
        behave("'set':{'bearer':true}");
        assertThat(page(1).statusCode()).isEqualTo(401);
        String token = token("grant_type=client_credentials&client_id=local&client_secret=local");
        assertThat(page(1, "Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
        post("/_behave", "{\"end\":\"oauth\",\"do\":\"revoke-all\"}");
        assertThat(page(1, "Authorization", "Bearer " + token).statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenIsGivenToAClientThatAuthenticatesByBasicAndToNoOther() throws Exception {
        String credentials = Base64.getEncoder().encodeToString("local:local".getBytes(StandardCharsets.UTF_8));
        assertThat(token("grant_type=client_credentials", "Authorization", "Basic " + credentials))
                .hasSize(36);
        assertThat(token("grant_type=client_credentials&client_id=local&client_secret=wrong"))
                .isEqualTo("401");
    }

    @Test
    void theTokenEndpointCanFailAndItsTokensCanExpireAtOnce() throws Exception {
        String form = "grant_type=client_credentials&client_id=local&client_secret=local";
        post("/_behave", "{\"end\":\"oauth\",\"do\":\"status\",\"status\":500,\"times\":1}");
        assertThat(token(form)).isEqualTo("500");
        post("/_behave", "{\"end\":\"oauth\",\"set\":{\"expires_in\":0}}");
        behave("'set':{'bearer':true}");
        assertThat(page(1, "Authorization", "Bearer " + token(form)).statusCode())
                .isEqualTo(401);
        assertThat(json(get("/_received")).at("/oauth/pages/token/successes").asInt())
                .isEqualTo(1);
    }

    @Test
    void whatCameInAndWentOutIsTold() throws Exception {
        byte[] body = page(7, "User-Agent", "lake-routes/1", "X-Run", "r1").body();
        JsonNode summary = json(get("/_received")).path("api-a");
        assertThat(summary.path("requests").asInt()).isEqualTo(1);
        JsonNode seven = summary.path("pages").path(DAY + "/7");
        assertThat(seven.path("bytes").asInt()).isEqualTo(body.length);
        assertThat(seven.path("sha256").asText()).isEqualTo(Digest.of(body).sha256());

        JsonNode request = json(get("/_received?end=api-a")).path(0);
        assertThat(request.path("method").asText()).isEqualTo("GET");
        assertThat(request.path("path").asText()).isEqualTo("/api-a/data");
        assertThat(request.at("/query/page").asText()).isEqualTo("7");
        assertThat(request.at("/headers/User-Agent").asText()).isEqualTo("lake-routes/1");
        assertThat(request.at("/headers/X-Run").asText()).isEqualTo("r1");
        assertThat(request.path("status").asInt()).isEqualTo(200);
        assertThat(request.path("answered_at").asLong())
                .isGreaterThanOrEqualTo(request.path("received_at").asLong());
    }

    @Test
    void aResetForgetsOrdersAndCounts() throws Exception {
        behave("'do':'status','status':500");
        page(1);
        post("/_reset", "");
        assertThat(json(get("/_received"))).isEmpty();
        assertThat(page(1).statusCode()).isEqualTo(200);
    }

    @Test
    void anOrderThatIsNotUnderstoodIsRefusedWithTheReason() throws Exception {
        HttpResponse<byte[]> unknownEnd = post("/_behave", "{\"end\":\"api-z\",\"do\":\"close\"}");
        assertThat(unknownEnd.statusCode()).isEqualTo(400);
        assertThat(new String(unknownEnd.body(), StandardCharsets.UTF_8)).contains("api-z");
        HttpResponse<byte[]> unknownDeed = post("/_behave", "{\"end\":\"api-a\",\"do\":\"explode\"}");
        assertThat(new String(unknownDeed.body(), StandardCharsets.UTF_8)).contains("explode", "truncated");
        HttpResponse<byte[]> unknownSetting = post("/_behave", "{\"end\":\"api-a\",\"set\":{\"colour\":1}}");
        assertThat(new String(unknownSetting.body(), StandardCharsets.UTF_8)).contains("colour", "page_size");
    }

    @Test
    void aRequestThatIsNotOfTheSourcesContractIsRefused() throws Exception {
        assertThat(get("/api-a/data?date=yesterday&page=1").statusCode()).isEqualTo(400);
        assertThat(get("/api-a/data?date=" + DAY).statusCode()).isEqualTo(400);
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    }
}
