package local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerTest {
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private final Server server = Server.open("server under test", 0);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        server.close();
    }

    private static Response echo(Request request) throws IOException {
        return Response.of(200, new Headers(), request.bytes());
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(server.uri());
    }

    private String raw(String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aBodyOfKnownLengthComesThrough() throws Exception {
        server.serve(ServerTest::echo);
        HttpRequest request =
                request().POST(BodyPublishers.ofByteArray(CONTENT)).build();
        assertThat(http.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(CONTENT);
    }

    @Test
    void aBodyInChunksComesThroughAndGoesOutInChunks() throws Exception {
        server.serve(request ->
                new Response(200, new Headers(), Request.UNKNOWN, new ByteArrayInputStream(request.bytes())));
        InputStream content = new ByteArrayInputStream(CONTENT);
        HttpRequest request =
                request().POST(BodyPublishers.ofInputStream(() -> content)).build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(response.body()).isEqualTo(CONTENT);
    }

    @Test
    void aCallerThatWaitsToBeAskedForTheBodyIsAsked() throws Exception {
        server.serve(ServerTest::echo);
        HttpRequest request = request()
                .expectContinue(true)
                .POST(BodyPublishers.ofString("body"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("body");
    }

    @Test
    void aCallerThatWaitsToBeAskedIsNotAskedForABodyThatNobodyReads() throws Exception {
        server.serve(request -> Response.of(503, "text/plain", "full"));
        assertThat(raw("POST / HTTP/1.1\nContent-Length: 4\nExpect: 100-continue\n\n"))
                .startsWith("HTTP/1.1 503")
                .contains("Connection: close")
                .endsWith("full");
    }

    @Test
    void anAnswerThatEndsTheConnectionDoesNotWaitForTheBody() throws Exception {
        server.serve(request -> Response.of(413, "text/plain", "too large").with("Connection", "close"));
        assertThat(raw("POST / HTTP/1.1\nContent-Length: 1000000\n\nthe beginning of it"))
                .startsWith("HTTP/1.1 413")
                .containsOnlyOnce("Connection: close")
                .endsWith("too large");
    }

    @Test
    void aConnectionServesOneRequestAfterAnotherEvenIfABodyIsNotRead() throws Exception {
        server.serve(request -> Response.of(200, "text/plain", request.target()));
        assertThat(raw("PUT /one HTTP/1.1\nContent-Length: 4\n\nbodyGET /two HTTP/1.1\nConnection: close\n\n"))
                .contains("/one")
                .endsWith("/two");
    }

    @Test
    void theAnswerToAHeadRequestHasTheLengthAndNoBody() throws Exception {
        server.serve(request -> new Response(200, new Headers(), 1234, InputStream.nullInputStream()));
        assertThat(raw("HEAD / HTTP/1.1\nConnection: close\n\n"))
                .contains("Content-Length: 1234")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aQueryIsDecoded() throws Exception {
        server.serve(request -> Response.of(200, "text/plain", request.query().toString()));
        assertThat(raw("GET /?a=b%20c&d&e=1%2B1 HTTP/1.1\nConnection: close\n\n"))
                .endsWith("{a=b c, d=, e=1+1}");
    }

    @Test
    void aBodyThatEndsTooEarlyBreaksTheConnection() {
        server.serve(request -> new Response(200, new Headers(), 10, new ByteArrayInputStream(new byte[5])));
        assertThatThrownBy(() -> http.send(request().build(), BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aHandlerThatFailsIsToldToTheCaller() throws Exception {
        server.serve(request -> {
            throw new IllegalStateException("broken");
        });
        HttpResponse<String> response = http.send(request().build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("broken");
    }

    @Test
    void aHandlerLearnsThatItsCallerHasGone() throws Exception {
        CompletableFuture<Boolean> patient = new CompletableFuture<>();
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        server.serve(request -> {
            patient.complete(!request.callerIsGone());
            while (!request.callerIsGone()) {}
            gone.complete(true);
            return Response.empty(200);
        });
        try (Socket caller = new Socket("127.0.0.1", server.uri().getPort())) {
            caller.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(patient.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingEndsOpenConnections() throws Exception {
        server.serve(ServerTest::echo);
        try (Socket caller = new Socket("127.0.0.1", server.uri().getPort())) {
            caller.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(caller.getInputStream().read()).isEqualTo('H');
            server.close();
            assertThat(caller.getInputStream().readAllBytes()).isNotEmpty();
        }
    }
}
