package routes.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AwsCallSpansTest {
    private final Recorder recorder = new Recorder();
    private HttpServer server;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().contains("refused") ? 403 : 200, -1);
            exchange.close();
        });
        server.start();
        s3 = S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.addExecutionInterceptor(new AwsCallSpans(recorder.openTelemetry()))
                        .retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    @Test
    void aCallIsASpanWithinTheCurrentOneThatNamesServiceOperationAndStatusAndNothingElse() {
        Spans.Open step = new Spans(recorder.openTelemetry()).open("ingest-page-raw", SpanKind.INTERNAL);
        s3.putObject(put -> put.bucket("lake-raw").key("private/person.json"), RequestBody.fromString("a body"));
        step.end(null);
        SpanData call = recorder.span("S3.PutObject");
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(call.getParentSpanId())
                .isEqualTo(recorder.span("ingest-page-raw").getSpanId());
        assertThat(call.getAttributes().asMap())
                .containsOnly(
                        Map.entry(AttributeKey.stringKey("rpc.system"), "aws-api"),
                        Map.entry(AttributeKey.stringKey("rpc.service"), "S3"),
                        Map.entry(AttributeKey.stringKey("rpc.method"), "PutObject"),
                        Map.entry(AttributeKey.longKey("http.response.status_code"), 200L));
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void aRefusedCallIsMarkedByItsClassAndStatus() {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> s3.headObject(head -> head.bucket("lake-raw").key("refused")));
        SpanData call = recorder.span("S3.HeadObject");
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(call.getStatus().getDescription()).isEqualTo("S3Exception");
        assertThat(call.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(403L);
    }

    @Test
    void aServiceThatCannotBeReachedEndsItsSpanToo() {
        server.stop(0);
        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> s3.headObject(head -> head.bucket("lake-raw").key("any")));
        SpanData call = recorder.span("S3.HeadObject");
        assertThat(call.getStatus().getDescription()).isEqualTo("SdkClientException");
        assertThat(call.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isNull();
    }
}
