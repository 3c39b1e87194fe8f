package routes.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Requests to one service that speaks JSON, each made once. Errors are not understood. */
final class JsonCall {
    private static final int OK = 200;

    private final String target;
    private final int longest;
    private final SignedCall call;
    private final Supplier<URI> rules;
    private volatile Optional<URI> address = Optional.empty();

    /**
     * @param target name and version of the service, as they stand before an operation
     * @param longest bytes of an answer; what goes on is none of the service's
     * @param rules tell the address of the service, and are asked once
     */
    JsonCall(String target, int longest, SignedCall call, Supplier<URI> rules) {
        this.target = target;
        this.longest = longest;
        this.call = call;
        this.rules = rules;
    }

    /** What a service says, whole as far as it tells by a sum. */
    record Answer(SdkHttpResponse head, byte[] json) {
        boolean isSuccess() {
            return head.statusCode() == OK;
        }

        private boolean isWhole() {
            CRC32 sum = new CRC32();
            sum.update(json);
            return head.firstMatchingHeader("x-amz-crc32")
                    .map(Long.toString(sum.getValue())::equals)
                    .orElse(true);
        }
    }

    /**
     * Asks.
     *
     * @param operation such as {@code BatchGetItem}
     * @param request its JSON
     * @return the JSON of the answer; empty when it is no plain success
     */
    Optional<byte[]> ask(String operation, byte[] request) {
        return answer(operation, request).filter(Answer::isSuccess).map(Answer::json);
    }

    /** The same; empty when there is no answer, or it has come damaged or too long. */
    Optional<Answer> answer(String operation, byte[] request) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address())
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(request.length))
                .putHeader("X-Amz-Target", target + "." + operation)
                .putHeader("User-Agent", "lake-routes")
                .build();
        Optional<HttpExecuteResponse> answer = call.send(unsigned, () -> new ByteArrayInputStream(request));
        if (answer.isEmpty() || answer.get().responseBody().isEmpty()) {
            return Optional.empty();
        }
        try (var body = answer.get().responseBody().get()) {
            // Read to its end, the connection serves the next request.
            byte[] json = body.readNBytes(longest + 1);
            boolean whole = json.length <= longest;
            if (!whole) {
                body.abort();
            }
            return whole
                    ? Optional.of(new Answer(answer.get().httpResponse(), json)).filter(Answer::isWhole)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private URI address() {
        if (address.isEmpty()) {
            address = Optional.of(rules.get());
        }
        return address.get();
    }
}
