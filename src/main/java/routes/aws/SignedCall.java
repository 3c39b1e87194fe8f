package routes.aws;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;

/** One request to one service, signed and sent once. */
final class SignedCall {
    private final Signature signature;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;

    /** @param signsPayload whether the service wants the payload signed where TLS protects it */
    SignedCall(
            String service,
            boolean signsPayload,
            Region region,
            AwsCredentialsProvider credentials,
            SdkHttpClient http) {
        this.signature = new Signature(service, region.id(), signsPayload);
        this.credentials = credentials;
        this.http = http;
    }

    /**
     * Signs and sends.
     *
     * @param payload null for a request without one
     * @return the answer, whatever it says; empty when there was none
     */
    Optional<HttpExecuteResponse> send(SdkHttpRequest unsigned, @Nullable ContentStreamProvider payload) {
        SdkHttpRequest signed = signature.sign(unsigned, payload, credentials.resolveCredentials(), Instant.now());
        HttpExecuteRequest call = HttpExecuteRequest.builder()
                .request(signed)
                .contentStreamProvider(payload)
                .build();
        try {
            return Optional.of(http.prepareRequest(call).call());
        } catch (IOException e) {
            // Such as a connection that the service has closed meanwhile. If it lasts, the service's client will tell.
            return Optional.empty();
        }
    }
}
