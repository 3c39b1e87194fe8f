package routes.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

/**
 * One request to DynamoDB in its own JSON, past the DynamoDB client, whose objects for each attribute cost a batch of small
 * rows more processor time than the rows themselves. Errors are not understood: whoever asks in a way that can be repeated
 * asks the client again when the answer is not clear.
 */
public final class DirectTable {
    private static final int OK = 200;
    /** DynamoDB answers a batch with at most 16 MiB; JSON may need some more for them. */
    private static final int LONGEST_ANSWER = 24 << 20;

    private static final String VERSION = "DynamoDB_20120810.";

    private final Region region;
    private final Optional<URI> endpoint;
    private final SignedCall call;
    private volatile Optional<URI> address = Optional.empty();

    DirectTable(Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.region = region;
        this.endpoint = endpoint;
        this.call = new SignedCall("dynamodb", true, region, credentials, http);
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
                .putHeader("X-Amz-Target", VERSION + operation)
                .putHeader("User-Agent", "lake-routes")
                .build();
        Optional<HttpExecuteResponse> answer = call.send(unsigned, () -> new ByteArrayInputStream(request));
        if (answer.isEmpty() || answer.get().responseBody().isEmpty()) {
            return Optional.empty();
        }
        try (var body = answer.get().responseBody().get()) {
            // Read to its end, the connection serves the next request; what never ends is none of DynamoDB's answers.
            byte[] json = body.readNBytes(LONGEST_ANSWER + 1);
            boolean whole = json.length <= LONGEST_ANSWER;
            if (!whole) {
                body.abort();
            }
            return whole && answer.get().httpResponse().statusCode() == OK ? Optional.of(json) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** By the SDK's own rules, followed once. */
    private URI address() {
        if (address.isEmpty()) {
            address = Optional.of(DynamoDbEndpointProvider.defaultProvider()
                    .resolveEndpoint(params -> params.region(region)
                            .endpoint(endpoint.map(URI::toString).orElse(null))
                            .useFips(SdkSystemSetting.AWS_USE_FIPS_ENDPOINT
                                    .getBooleanValue()
                                    .orElse(false))
                            .useDualStack(SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT
                                    .getBooleanValue()
                                    .orElse(false)))
                    .join()
                    .url());
        }
        return address.get();
    }
}
