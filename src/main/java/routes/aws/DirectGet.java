package routes.aws;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Reads an object by one {@link DirectCall}. What S3 knows of its checksum is not looked at: TLS and its length are. */
public final class DirectGet {
    private static final int ANSWER_BYTES = 1 << 16;

    private final DirectCall call;

    DirectGet(Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.call = new DirectCall(region, endpoint, credentials, http);
    }

    /**
     * An object that S3 sends.
     *
     * @param length of what it sends
     * @param content to be closed or aborted
     */
    record Sent(long length, AbortableInputStream content) {}

    /** Asks for an object; empty when the answer is not clearly that object, whatever else it is. */
    Optional<Sent> get(GetObjectRequest request) {
        Optional<HttpExecuteResponse> answer =
                call.send(SdkHttpMethod.GET, request.bucket(), request.key(), request, null, -1);
        if (answer.isEmpty() || answer.get().responseBody().isEmpty()) {
            return Optional.empty();
        }
        AbortableInputStream body = answer.get().responseBody().get();
        int expected = request.range() == null ? 200 : 206;
        Optional<Sent> sent = answer.get()
                .httpResponse()
                .firstMatchingHeader("Content-Length")
                .filter(length -> answer.get().httpResponse().statusCode() == expected)
                .map(length -> new Sent(Long.parseLong(length), body));
        if (sent.isEmpty()) {
            drop(body);
        }
        return sent;
    }

    private static void drop(AbortableInputStream body) {
        try (body) {
            // Read to its end, the connection serves the next request.
            body.readNBytes(ANSWER_BYTES);
        } catch (IOException e) {
            body.abort();
        }
    }
}
