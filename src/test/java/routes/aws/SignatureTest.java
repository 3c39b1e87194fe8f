package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import routes.Cases;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Beside the SDK's own signer. */
class SignatureTest {
    private static final Instant START = Instant.parse("2026-01-31T23:59:59Z");
    private static final List<String> TEXTS = List.of(
            "a", "", "two words", "  many   spaces\tand a tab ", "a/b+c=d&e", "ä€", "~-._", "50%", "*", "a,b", "x:y;z");

    private final Signature s3 = new Signature("s3", "eu-central-1", false);
    private final Signature sqs = new Signature("sqs", "eu-central-1", true);

    @Test
    void aRequestIsSignedAsTheSdkSignsIt() {
        Cases.forAll(cases -> {
            boolean signsPayload = cases.random().nextBoolean();
            Instant now = START.plus(Duration.ofHours(cases.number(0, 50)));
            AwsCredentialsIdentity identity = cases.random().nextBoolean()
                    ? AwsBasicCredentials.create("AKID", "secret" + cases.number(0, 2))
                    : AwsSessionCredentials.create("AKID", "secret", "token/+=");
            byte[] content = cases.bytes(20_000);
            ContentStreamProvider payload =
                    cases.random().nextBoolean() ? null : () -> new ByteArrayInputStream(content);
            SdkHttpRequest request = request(cases);
            SdkHttpRequest ours = (signsPayload ? sqs : s3).sign(request, payload, identity, now);
            SdkHttpRequest theirs = bySdk(signsPayload, request, payload, identity, now);
            assertThat(ours.headers()).isEqualTo(theirs.headers());
            assertThat(ours.getUri()).isEqualTo(theirs.getUri());
        });
    }

    @Test
    void noHeaderHoldsTheSecret() {
        Cases.forAll(cases -> {
            AwsCredentialsIdentity identity = AwsBasicCredentials.create("AKID", "very-secret");
            SdkHttpRequest signed = s3.sign(request(cases), null, identity, START);
            assertThat(signed.headers().toString())
                    .doesNotContain("very-secret")
                    .contains("AKID");
        });
    }

    private static SdkHttpRequest request(Cases cases) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.values()[cases.number(0, SdkHttpMethod.values().length - 1)])
                .protocol(cases.random().nextBoolean() ? "https" : "http")
                .host("bucket.example")
                .port(List.of(443, 80, 4566).get(cases.number(0, 2)))
                .encodedPath(List.of("/", "/a%20b/c", "//a//..%2F/", "/%C3%A4").get(cases.number(0, 3)))
                .putHeader("User-Agent", "lake-routes");
        for (int i = cases.number(0, 4); i > 0; i--) {
            request.putHeader("X-Amz-Meta-" + i, text(cases));
        }
        for (int i = cases.number(0, 3); i > 0; i--) {
            request.appendHeader("x-two", text(cases));
        }
        for (int i = cases.number(0, 4); i > 0; i--) {
            request.appendRawQueryParameter("p" + text(cases), text(cases));
        }
        return request.build();
    }

    private static String text(Cases cases) {
        return TEXTS.get(cases.number(0, TEXTS.size() - 1));
    }

    private static SdkHttpRequest bySdk(
            boolean signsPayload,
            SdkHttpRequest request,
            @Nullable ContentStreamProvider payload,
            AwsCredentialsIdentity identity,
            Instant now) {
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(payload)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, signsPayload ? "sqs" : "s3")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, signsPayload)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request();
    }
}
