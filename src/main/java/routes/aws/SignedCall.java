package routes.aws;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/** One request to one service, signed and sent once. */
final class SignedCall {
    private final String service;
    private final boolean signsPayload;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** @param signsPayload whether the service wants the payload signed where TLS protects it */
    SignedCall(
            String service,
            boolean signsPayload,
            Region region,
            AwsCredentialsProvider credentials,
            SdkHttpClient http) {
        this.service = service;
        this.signsPayload = signsPayload;
        this.region = region;
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
        SignedRequest signed = signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(unsigned)
                .payload(payload)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                // Without TLS the signer signs it all the same.
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, signsPayload));
        HttpExecuteRequest call = HttpExecuteRequest.builder()
                .request(signed.request())
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
