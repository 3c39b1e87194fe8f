package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Keeps what was sent and answers as told, otherwise with 200. */
final class Wire implements SdkHttpClient {
    static final int BREAKS_OFF = 0;

    final List<SdkHttpRequest> requests = new ArrayList<>();
    /** Payloads of {@link #requests}, as text; empty for one without. */
    final List<String> sent = new ArrayList<>();

    final Deque<Integer> answers = new ArrayDeque<>();
    String metadata = "other";
    /** More headers of every answer. */
    final Map<String, String> headers = new HashMap<>();
    /** Bodies of the next answers; behind them {@link #body}. */
    final Deque<String> bodies = new ArrayDeque<>();

    byte[] body = {};

    List<String> agents() {
        return requests.stream()
                .map(request -> request.firstMatchingHeader("User-Agent").orElseThrow())
                .map(agent -> agent.split("/")[0])
                .toList();
    }

    private static String text(ContentStreamProvider payload) {
        try (InputStream content = payload.newStream()) {
            return new String(content.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest call) {
        requests.add(call.httpRequest());
        sent.add(call.contentStreamProvider().map(Wire::text).orElse(""));
        int status = answers.isEmpty() ? 200 : answers.remove();
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                if (status == BREAKS_OFF) {
                    throw new IOException("connection reset");
                }
                byte[] body =
                        bodies.isEmpty() ? Wire.this.body : bodies.remove().getBytes(UTF_8);
                SdkHttpResponse.Builder head = SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("ETag", "\"e\"")
                        .putHeader("x-amz-meta-content-sha256", metadata);
                headers.forEach(head::putHeader);
                return HttpExecuteResponse.builder()
                        .response(head.build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                        .build();
            }

            @Override
            public void abort() {
                // There is nothing that goes on.
            }
        };
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
