package routes.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.utils.DateUtils;

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
     * @param eTag of the content, without quotes
     * @param modified when it was written, told when it is asked for
     * @param content to be closed or aborted
     */
    record Sent(long length, String eTag, Supplier<Instant> modified, AbortableInputStream content) {

        /** What the S3 client got. */
        static Sent of(ResponseInputStream<GetObjectResponse> stream) {
            GetObjectResponse response = stream.response();
            return new Sent(
                    response.contentLength(),
                    bare(response.eTag()),
                    response::lastModified,
                    AbortableInputStream.create(stream, stream));
        }

        static Sent of(SdkHttpResponse response, AbortableInputStream body) {
            return new Sent(
                    Long.parseLong(
                            response.firstMatchingHeader("Content-Length").orElseThrow()),
                    bare(response.firstMatchingHeader("ETag").orElse("")),
                    () -> response.firstMatchingHeader("Last-Modified")
                            .map(DateUtils::parseRfc822Date)
                            .orElse(Instant.EPOCH),
                    body);
        }

        private static String bare(String eTag) {
            return eTag.replace("\"", "");
        }
    }

    /** Asks for an object; empty when the answer is not clearly that object, whatever else it is. */
    Optional<Sent> get(GetObjectRequest request) {
        Optional<HttpExecuteResponse> answer =
                call.send(SdkHttpMethod.GET, request.bucket(), request.key(), request, null, -1);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        // An empty object has no body.
        AbortableInputStream body = answer.get().responseBody().orElseGet(AbortableInputStream::createEmpty);
        int expected = request.range() == null ? 200 : 206;
        Optional<Sent> sent = Optional.of(answer.get().httpResponse())
                .filter(response -> response.statusCode() == expected)
                .filter(response ->
                        response.firstMatchingHeader("Content-Length").isPresent())
                .map(response -> Sent.of(response, body));
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
