package routes.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

/**
 * One request to DynamoDB in its own JSON, past the DynamoDB client, whose objects for each attribute cost a batch of small
 * rows more processor time than the rows themselves. Errors are not understood: whoever asks in a way that can be repeated
 * asks the client again when the answer is not clear.
 */
public final class DirectTable {
    /** DynamoDB answers a batch with at most 16 MiB; JSON may need some more for them. */
    private static final int LONGEST_ANSWER = 24 << 20;

    private final JsonCall call;

    DirectTable(Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.call = new JsonCall(
                "DynamoDB_20120810",
                LONGEST_ANSWER,
                new SignedCall("dynamodb", true, region, credentials, http),
                () -> address(region, endpoint));
    }

    /**
     * Asks.
     *
     * @param operation such as {@code BatchGetItem}
     * @param request its JSON
     * @return the JSON of the answer; empty when it is no plain success
     */
    Optional<byte[]> ask(String operation, byte[] request) {
        return call.ask(operation, request);
    }

    /** The same; empty when there is no answer, or it has come damaged. */
    Optional<JsonCall.Answer> answer(String operation, byte[] request) {
        return call.answer(operation, request);
    }

    /** By the SDK's own rules. */
    private static URI address(Region region, Optional<URI> endpoint) {
        EndpointKind kind = EndpointKind.here();
        return DynamoDbEndpointProvider.defaultProvider()
                .resolveEndpoint(params -> params.region(region)
                        .endpoint(endpoint.map(URI::toString).orElse(null))
                        .useFips(kind.fips())
                        .useDualStack(kind.dualStack()))
                .join()
                .url();
    }
}
