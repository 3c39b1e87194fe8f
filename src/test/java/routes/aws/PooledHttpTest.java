package routes.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A server of sockets that keeps what it is asked, byte by byte, and answers as told. */
@Timeout(60)
class PooledHttpTest {
    private static final String SILENCE = "silence";

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private PooledHttp http;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread listening = new Thread(this::listen);
        listening.setDaemon(true);
        listening.start();
        http = new PooledHttp(Duration.ofSeconds(5), Duration.ofMillis(500));
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Test
    void aRequestIsSentAsItWasSignedAndWithoutAnythingThatIsRefusedTwice() throws Exception {
        answers.add(answer("200 OK", "done"));
        SdkHttpRequest.Builder put = request(SdkHttpMethod.PUT, "//a//b%20c")
                .putRawQueryParameter("x-id", "Put Object")
                .putHeader("Host", "bucket.s3.example")
                .putHeader("x-amz-meta-a", "b")
                .putHeader("Content-Length", "5");
        HttpExecuteResponse answer = call(put, "hello").call();
        assertThat(text(answer)).isEqualTo("done");
        assertThat(requests.take().lines())
                .startsWith("PUT //a//b%20c?x-id=Put%20Object HTTP/1.1")
                .contains("Host: bucket.s3.example", "x-amz-meta-a: b", "Content-Length: 5", "hello")
                .filteredOn(line -> line.startsWith("Host:") || line.startsWith("Content-Length:"))
                .hasSize(2);
    }

    /** As the clients of services with one address ask, such as that of SNS. */
    @Test
    void aRequestWithoutAPathAsksForTheRoot() throws Exception {
        answers.add(answer("200 OK", "done"));
        text(call(request(SdkHttpMethod.POST, ""), "Action=Publish").call());
        assertThat(requests.take().lines()).startsWith("POST / HTTP/1.1");
    }

    @Test
    void anAnswerTellsItsStatusItsHeadersAndItsBody() throws Exception {
        answers.add(answer("412 Precondition Failed", "<Error/>"));
        HttpExecuteResponse answer =
                call(request(SdkHttpMethod.GET, "/a"), null).call();
        assertThat(answer.httpResponse().statusCode()).isEqualTo(412);
        assertThat(answer.httpResponse().statusText()).contains("Precondition Failed");
        assertThat(answer.httpResponse().firstMatchingHeader("etag")).contains("\"e\"");
        assertThat(answer.httpResponse().matchingHeaders("x-two")).containsExactly("1", "2");
        assertThat(text(answer)).isEqualTo("<Error/>");
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws Exception {
        answers.add("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        assertThat(call(request(SdkHttpMethod.GET, "/a"), null)
                        .call()
                        .httpResponse()
                        .statusCode())
                .isEqualTo(301);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aConnectionWhoseAnswerWasReadServesTheNextRequest() throws Exception {
        for (int i = 0; i < 3; i++) {
            answers.add(answer("200 OK", "done"));
            text(call(request(SdkHttpMethod.GET, "/" + i), null).call());
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void aConnectionWhoseAnswerIsBrokenOffServesNobodyElse() throws Exception {
        answers.add("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbeginning");
        HttpExecuteResponse answer =
                call(request(SdkHttpMethod.GET, "/long"), null).call();
        answer.responseBody().orElseThrow().abort();
        answers.add(answer("200 OK", "done"));
        assertThat(text(call(request(SdkHttpMethod.GET, "/next"), null).call())).isEqualTo("done");
        assertThat(connections).hasSize(2);
    }

    @Test
    void aRequestThatNothingAnswersFailsAfterTheSilenceAndIsNotSentAgain() {
        answers.add(SILENCE);
        assertThatIOException()
                .isThrownBy(() -> call(request(SdkHttpMethod.GET, "/a"), null).call());
        assertThat(requests).hasSize(1);
    }

    @Test
    void aBodyThatEndsTooSoonFailsInsteadOfLookingWhole() {
        answers.add("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nhalf");
        assertThatIOException()
                .isThrownBy(() ->
                        text(call(request(SdkHttpMethod.GET, "/a"), null).call()));
    }

    @Test
    void whoeverWaitsForAnAnswerCanBeBrokenOff() throws Exception {
        http.close();
        http = new PooledHttp(Duration.ofSeconds(5), Duration.ofHours(1));
        answers.add(SILENCE);
        ExecutableHttpRequest call = call(request(SdkHttpMethod.GET, "/a"), null);
        CompletableFuture<HttpExecuteResponse> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return call.call();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        requests.take();
        call.abort();
        assertThat(waiting).failsWithin(30, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatWasBrokenOffBeforeItWasSentIsNotSent() throws Exception {
        ExecutableHttpRequest call = call(request(SdkHttpMethod.GET, "/a"), null);
        call.abort();
        assertThatIOException().isThrownBy(call::call);
        assertThat(requests).isEmpty();
    }

    private SdkHttpRequest.Builder request(SdkHttpMethod method, String path) {
        return SdkHttpRequest.builder()
                .method(method)
                .protocol("http")
                .host("127.0.0.1")
                .port(server.getLocalPort())
                .encodedPath(path);
    }

    private ExecutableHttpRequest call(SdkHttpRequest.Builder request, @Nullable String body) {
        HttpExecuteRequest.Builder call = HttpExecuteRequest.builder().request(request.build());
        if (body != null) {
            call.contentStreamProvider(() -> new ByteArrayInputStream(body.getBytes(ISO_8859_1)));
        }
        return http.prepareRequest(call.build());
    }

    private static String text(HttpExecuteResponse answer) throws IOException {
        try (InputStream body = answer.responseBody().orElseThrow()) {
            return new String(body.readAllBytes(), ISO_8859_1);
        }
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nETag: \"e\"\r\nx-two: 1\r\nx-two: 2\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private void listen() {
        try {
            while (!server.isClosed()) {
                Socket connection = server.accept();
                connections.add(connection);
                Thread serving = new Thread(() -> serve(connection));
                serving.setDaemon(true);
                serving.start();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try {
            while (true) {
                requests.add(read(connection.getInputStream()));
                String answer = answers.take();
                if (!answer.equals(SILENCE)) {
                    connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
                }
            }
        } catch (IOException | InterruptedException e) {
            // Whoever asked has gone.
        }
    }

    /** Head and body of one request. */
    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), ISO_8859_1);
    }
}
