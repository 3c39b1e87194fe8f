package local.stubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NifiTest {
    private static final String BUNDLE = "a bundle".repeat(100);
    private static final String BASIC = "Basic bG9jYWw6bG9jYWw=";

    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @AfterEach
    void close() {
        stubs.close();
    }

    private HttpResponse<byte[]> deliver(String id, String body) throws IOException, InterruptedException {
        String sha256 = Digest.of(BUNDLE.getBytes(UTF_8)).sha256();
        String[] headers = {
            "Content-Type", "application/gzip",
            "Authorization", BASIC,
            "X-Bundle-Id", id,
            "X-Content-SHA256", sha256
        };
        return caller.post("/nifi/contentListener", body, headers);
    }

    private JsonNode received(String id) throws IOException, InterruptedException {
        return caller.json(caller.get("/nifi/received")).path(id);
    }

    @Test
    void aBundleThatWasAcceptedIsListedAndCanBeFetched() throws Exception {
        assertThat(deliver("b1", BUNDLE).statusCode()).isEqualTo(200);
        JsonNode b1 = received("b1");
        assertThat(b1.path("posts").asInt()).isEqualTo(1);
        assertThat(b1.path("successes").asInt()).isEqualTo(1);
        assertThat(b1.path("bytes").asLong()).isEqualTo(BUNDLE.length());
        assertThat(b1.path("sha256_matches").asBoolean()).isTrue();
        assertThat(b1.path("faults")).isEmpty();
        assertThat(caller.get("/nifi/received/b1").body()).isEqualTo(BUNDLE.getBytes(UTF_8));
        JsonNode counts = caller.json(caller.get("/_received")).path("nifi");
        assertThat(counts.path("requests").asInt()).isEqualTo(1);
        assertThat(counts.path("bytes_in").asLong()).isEqualTo(BUNDLE.length());
        assertThat(counts.at("/pages/b1/sha256").asText())
                .isEqualTo(Digest.of(BUNDLE.getBytes(UTF_8)).sha256());
    }

    @Test
    void bytesOtherThanTheHashSaysAndAWrongHeadAreNoted() throws Exception {
        caller.post(
                "/nifi/contentListener",
                "other bytes",
                "Content-Encoding",
                "gzip",
                "Authorization",
                BASIC,
                "X-Bundle-Id",
                "b1",
                "X-Content-SHA256",
                "abc");
        assertThat(received("b1").path("sha256_matches").asBoolean(true)).isFalse();
        assertThat(received("b1").path("faults"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "content type is '', expected one of [application/gzip, application/zip]",
                        "content encoding is 'gzip', expected none");
    }

    @Test
    void ofABundleThatComesTwiceTheLastOneThatWasAcceptedIsKept() throws Exception {
        deliver("b1", "first");
        deliver("b1", "second");
        caller.behave("nifi", "'do':'status','status':503,'times':1");
        deliver("b1", "third");
        assertThat(received("b1").path("posts").asInt()).isEqualTo(3);
        assertThat(received("b1").path("successes").asInt()).isEqualTo(2);
        assertThat(caller.get("/nifi/received/b1").body()).isEqualTo("second".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic bG9jYWw6d3Jvbmc=", "Bearer bG9jYWw6bG9jYWw=", ""})
    void aCallerWithoutTheRightCredentialsIsRefused(String authorization) throws Exception {
        HttpResponse<byte[]> answer =
                caller.post("/nifi/contentListener", BUNDLE, "X-Bundle-Id", "b1", "Authorization", authorization);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(caller.json(caller.get("/nifi/received"))).isEmpty();
    }

    @Test
    void credentialsCanBeChanged() throws Exception {
        caller.behave("nifi", "'set':{'password':'new'}");
        assertThat(deliver("b1", BUNDLE).statusCode()).isEqualTo(401);
    }

    @Test
    void aBundleWithoutAnIdIsRefused() throws Exception {
        assertThat(deliver("", BUNDLE).statusCode()).isEqualTo(400);
    }

    @Test
    void onlyTheBundleThatWasNamedFails() throws Exception {
        caller.behave("nifi", "'do':'status','status':429,'retry_after':7,'bundle':'b2'");
        assertThat(deliver("b1", BUNDLE).statusCode()).isEqualTo(200);
        assertThat(deliver("b2", BUNDLE).headers().firstValue("Retry-After")).hasValue("7");
    }

    @Test
    void anErrorCanBeAnsweredBeforeTheBodyHasCome() throws Exception {
        caller.behave("nifi", "'do':'status','status':503,'early':true");
        try (Socket socket = new Socket("127.0.0.1", stubs.uri().getPort())) {
            socket.getOutputStream()
                    .write("POST /nifi/contentListener HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 503");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'do':'close'", "'do':'close','early':true", "'do':'down'", "'do':'cut'"})
    void aConnectionCanBreak(String order) throws Exception {
        caller.behave("nifi", order);
        assertThatThrownBy(() -> deliver("b1", BUNDLE)).isInstanceOf(IOException.class);
    }

    @Test
    void aBundleThatIsTakenButNotAnsweredIsNotCountedAsAccepted() throws Exception {
        caller.behave("nifi", "'do':'close','times':1");
        assertThatThrownBy(() -> deliver("b1", BUNDLE)).isInstanceOf(IOException.class);
        assertThat(received("b1").path("posts").asInt()).isEqualTo(1);
        assertThat(received("b1").path("successes").asInt()).isZero();
        assertThat(caller.get("/nifi/received/b1").statusCode()).isEqualTo(404);
    }

    @Test
    void aCallerCanBeHeldBetweenTheEffectAndTheAnswer() throws Exception {
        caller.behave("nifi", "'do':'hold'");
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return deliver("b1", BUNDLE).statusCode();
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
        await().until(() -> received("b1").path("successes").asInt() == 1);
        assertThat(answer).isNotDone();
        caller.behave("nifi", "'do':'release'");
        assertThat(answer.join()).isEqualTo(200);
    }

    @Test
    void aBodyThatBreaksOffIsNoBundle() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", stubs.uri().getPort())) {
            String head = "POST /nifi/contentListener HTTP/1.1\r\nContent-Length: 1000\r\nX-Bundle-Id: b1\r\n"
                    + "Authorization: " + BASIC + "\r\n\r\n";
            socket.getOutputStream().write((head + "beginning").getBytes(UTF_8));
        }
        await().until(() ->
                caller.json(caller.get("/_received")).at("/nifi/statuses/0").asInt() == 1);
        assertThat(received("b1").isMissingNode()).isTrue();
    }

    @Test
    void aResetForgetsBundles() throws Exception {
        deliver("b1", BUNDLE);
        caller.post("/_reset", "");
        assertThat(caller.json(caller.get("/nifi/received"))).isEmpty();
    }
}
