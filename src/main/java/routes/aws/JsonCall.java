package routes.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

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

    /**
     * Asks.
     *
     * @param operation such as {@code BatchGetItem}
     * @param request its JSON
     * @return the JSON of the answer; empty when it is no plain success
     */
    Optional<byte[]> ask(String operation, byte[] request) {
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
            return whole && answer.get().httpResponse().statusCode() == OK ? Optional.of(json) : Optional.empty();
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
