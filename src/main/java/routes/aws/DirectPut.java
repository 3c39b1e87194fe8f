package routes.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import routes.lake.Spool;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Puts an object by one {@link DirectCall}. */
public final class DirectPut {
    private static final int ANSWER_BYTES = 1 << 16;

    private final DirectCall call;

    DirectPut(Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.call = new DirectCall(region, endpoint, credentials, http);
    }

    /**
     * Sends all that the request says.
     *
     * @return the status of the answer; empty when there was none
     * @throws IllegalArgumentException for a field that is neither text nor metadata
     */
    OptionalInt put(PutObjectRequest request, Spool content) {
        Optional<HttpExecuteResponse> answer =
                call.send(SdkHttpMethod.PUT, request.bucket(), request.key(), request, content::open, content.length());
        return answer.isEmpty() ? OptionalInt.empty() : status(answer.get());
    }

    private static OptionalInt status(HttpExecuteResponse answer) {
        try (InputStream body = answer.responseBody().<InputStream>map(b -> b).orElse(nothing())) {
            // Read to its end, the connection serves the next request.
            body.readNBytes(ANSWER_BYTES);
            return OptionalInt.of(answer.httpResponse().statusCode());
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private static InputStream nothing() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
