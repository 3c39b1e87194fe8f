package routes.aws;

import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * One signed request to S3, past the S3 client, whose rules and interceptors cost a small object more processor time than
 * all that the lake does with it (docs/performance.md). It is made once, and errors are not understood: whoever asks in a
 * way that can be repeated can ask the S3 client again when the answer is not clear.
 */
final class DirectCall {
    private final Region region;
    private final Optional<URI> endpoint;
    private final SignedCall call;
    private final Map<String, URI> buckets = new ConcurrentHashMap<>();

    DirectCall(Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.region = region;
        this.endpoint = endpoint;
        this.call = new SignedCall("s3", false, region, credentials, http);
    }

    /**
     * Sends all that the request says.
     *
     * @param payload null for a request without one
     * @return the answer; empty when there was none
     * @throws IllegalArgumentException for a field that says something and is neither text nor metadata
     */
    Optional<HttpExecuteResponse> send(
            SdkHttpMethod method,
            String bucket,
            String key,
            SdkPojo request,
            @Nullable ContentStreamProvider payload,
            long length) {
        String path = "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
        return call.send(http(method, bucket, path, request, length).build(), payload);
    }

    /** Asks for a page of ListObjectsV2, in the same way. */
    Optional<HttpExecuteResponse> list(ListObjectsV2Request request) {
        SdkHttpRequest.Builder unsigned = http(SdkHttpMethod.GET, request.bucket(), "", request, -1);
        return call.send(unsigned.putRawQueryParameter("list-type", "2").build(), null);
    }

    /** @param path encoded, below the bucket */
    private SdkHttpRequest.Builder http(
            SdkHttpMethod method, String bucketName, String path, SdkPojo request, long length) {
        URI bucket = buckets.computeIfAbsent(bucketName, this::address);
        SdkHttpRequest.Builder http = SdkHttpRequest.builder()
                .method(method)
                .uri(bucket)
                .encodedPath(bucket.getRawPath() + path)
                .putHeader("User-Agent", "lake-routes");
        if (length >= 0) {
            http.putHeader("Content-Length", Long.toString(length));
        }
        for (SdkField<?> field : request.sdkFields()) {
            Object value = field.getValueOrDefault(request);
            if (value instanceof Map<?, ?> metadata) {
                metadata.forEach((name, text) -> http.putHeader(field.locationName() + name, text.toString()));
            } else if (value instanceof String text) {
                put(http, field, text);
            } else if (value != null && !(value instanceof Collection<?> some && some.isEmpty())) {
                throw new IllegalArgumentException(field.memberName() + " cannot be said directly");
            }
        }
        return http;
    }

    private static void put(SdkHttpRequest.Builder http, SdkField<?> field, String text) {
        if (field.location() == MarshallLocation.HEADER) {
            http.putHeader(field.locationName(), text);
        } else if (field.location() == MarshallLocation.QUERY_PARAM) {
            http.putRawQueryParameter(field.locationName(), text);
        }
    }

    /** By the SDK's own rules, which need the bucket alone and are followed once for each. */
    private URI address(String bucket) {
        EndpointKind kind = EndpointKind.here();
        return S3EndpointProvider.defaultProvider()
                .resolveEndpoint(params -> params.region(region)
                        .bucket(bucket)
                        .endpoint(endpoint.map(URI::toString).orElse(null))
                        .forcePathStyle(endpoint.isPresent())
                        .useFips(kind.fips())
                        .useDualStack(kind.dualStack()))
                .join()
                .url();
    }
}
