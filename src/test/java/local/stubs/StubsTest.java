package local.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StubsTest {
    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @AfterEach
    void close() {
        stubs.close();
    }

    @Test
    void whatCameInAndWentOutIsTold() throws Exception {
        byte[] body =
                caller.page(7, "User-Agent", "lake-routes/1", "X-Run", "r1").body();
        JsonNode summary = caller.json(caller.get("/_received")).path("api-a");
        assertThat(summary.path("requests").asInt()).isEqualTo(1);
        JsonNode seven = summary.path("pages").path(StubCaller.DAY + "/7");
        assertThat(seven.path("bytes").asInt()).isEqualTo(body.length);
        assertThat(seven.path("sha256").asText()).isEqualTo(Digest.of(body).sha256());

        JsonNode request = caller.json(caller.get("/_received?end=api-a")).path(0);
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
        caller.behave("'do':'status','status':500");
        caller.page(1);
        caller.post("/_reset", "");
        assertThat(caller.json(caller.get("/_received"))).isEmpty();
        assertThat(caller.page(1).statusCode()).isEqualTo(200);
    }

    @Test
    void anOrderThatIsNotUnderstoodIsRefusedWithTheReason() throws Exception {
        HttpResponse<byte[]> unknownEnd = caller.post("/_behave", "{\"end\":\"api-z\",\"do\":\"close\"}");
        assertThat(unknownEnd.statusCode()).isEqualTo(400);
        assertThat(new String(unknownEnd.body(), StandardCharsets.UTF_8)).contains("api-z");
        HttpResponse<byte[]> unknownDeed = caller.post("/_behave", "{\"end\":\"api-a\",\"do\":\"explode\"}");
        assertThat(new String(unknownDeed.body(), StandardCharsets.UTF_8)).contains("explode", "truncated");
        HttpResponse<byte[]> unknownSetting = caller.post("/_behave", "{\"end\":\"api-a\",\"set\":{\"colour\":1}}");
        assertThat(new String(unknownSetting.body(), StandardCharsets.UTF_8)).contains("colour", "page_size");
    }
}
