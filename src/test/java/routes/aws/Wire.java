package routes.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
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
    final Deque<Integer> answers = new ArrayDeque<>();
    String metadata = "other";
    byte[] body = {};

    List<String> agents() {
        return requests.stream()
                .map(request -> request.firstMatchingHeader("User-Agent").orElseThrow())
                .map(agent -> agent.split("/")[0])
                .toList();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest call) {
        requests.add(call.httpRequest());
        int status = answers.isEmpty() ? 200 : answers.remove();
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                if (status == BREAKS_OFF) {
                    throw new IOException("connection reset");
                }
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(status)
                                .putHeader("Content-Length", Integer.toString(body.length))
                                .putHeader("ETag", "\"e\"")
                                .putHeader("x-amz-meta-content-sha256", metadata)
                                .build())
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
