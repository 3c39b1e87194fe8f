package local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import local.Clients;
import local.LocalCloud;
import local.SharedCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

@ExtendWith(SharedCloud.class)
class FaultsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final S3Client s3;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String bucket = "faults-" + UUID.randomUUID();

    FaultsIT(LocalCloud cloud) {
        endpoint = cloud.endpoint();
        s3 = Clients.s3(endpoint);
    }

    @BeforeEach
    void createBucket() throws Exception {
        s3.createBucket(request -> request.bucket(bucket));
        tell("reset", "");
    }

    @AfterEach
    void forgetFaults() throws Exception {
        tell("reset", "");
    }

    private void tell(String what, String rule) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/_cloud/" + what))
                .POST(BodyPublishers.ofString(rule))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> ask(String what) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(endpoint.resolve("/_cloud/" + what)).build(), BodyHandlers.ofString());
    }

    private void put(String key) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("content"));
    }

    private Iterable<String> keys() {
        return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void theNthCallIsHeldBeforeItsEffectUntilItIsReleased() throws Exception {
        tell("hold", "{\"service\":\"s3\",\"operation\":\"PutObject\",\"nth\":2,\"when\":\"before\"}");
        put("first");
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> put("second"));

        assertThat(ask("held?wait=10").statusCode()).isEqualTo(200);
        assertThat(keys()).containsExactly("first");
        assertThat(second).isNotDone();
        tell("release", "");
        second.join();
        assertThat(keys()).containsExactly("first", "second");
    }

    @Test
    void aCallThatIsHeldAfterItsEffectHasHadIt() throws Exception {
        tell("hold", "{\"service\":\"s3\",\"operation\":\"PutObject\",\"match\":\"wanted\",\"when\":\"after\"}");
        put("other");
        CompletableFuture<Void> call = CompletableFuture.runAsync(() -> put("wanted"));

        JsonNode held = JSON.readTree(ask("held?wait=10").body());
        assertThat(held.path("target").asText()).startsWith("/" + bucket + "/wanted");
        assertThat(keys()).containsExactlyInAnyOrder("other", "wanted");
        assertThat(call).isNotDone();
        tell("release", "");
        call.join();
    }

    @Test
    @Timeout(30)
    void aHeldCallWhoseCallerGoesAwayHasNoEffect() throws Exception {
        tell("hold", "{\"service\":\"s3\",\"operation\":\"PutObject\"}");
        try (Socket caller = new Socket("127.0.0.1", endpoint.getPort())) {
            String call = "PUT /" + bucket + "/k HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\ncontent";
            caller.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
            assertThat(ask("held?wait=10").statusCode()).isEqualTo(200);
        }
        while (ask("held").statusCode() == 200) {}

        assertThat(keys()).isEmpty();
    }

    @Test
    void nothingHeldIsSaidAfterTheTime() throws Exception {
        assertThat(ask("held?wait=0.1").statusCode()).isEqualTo(408);
    }

    @Test
    void arrangedFailuresStrikeAsOftenAsToldAndHaveNoEffect() throws Exception {
        tell(
                "fail",
                "{\"service\":\"s3\",\"operation\":\"PutObject\",\"match\":\"k2\",\"status\":403,"
                        + "\"code\":\"AccessDenied\",\"times\":1}");
        put("k1");
        assertThatThrownBy(() -> put("k2")).isInstanceOfSatisfying(S3Exception.class, failure -> {
            assertThat(failure.statusCode()).isEqualTo(403);
            assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
        });
        assertThat(keys()).containsExactly("k1");
        put("k2");
    }

    @Test
    void anAnswerThatIsCutBreaksOffAfterSoManyBytesAndTheNextOneIsWhole() throws Exception {
        put("k");
        tell("cut", "{\"service\":\"s3\",\"operation\":\"GetObject\",\"bytes\":3}");
        try (InputStream cut = s3.getObject(get -> get.bucket(bucket).key("k"))) {
            // The JDK's client takes the end of the connection for the end of the body, whatever length was stated.
            assertThat(cut.readAllBytes()).isEqualTo("con".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("k")).asUtf8String())
                .isEqualTo("content");
    }

    @Test
    void theSdkRetriesWhatIsToldAsThrottling() throws Exception {
        tell(
                "fail",
                "{\"service\":\"s3\",\"operation\":\"PutObject\",\"status\":503,\"code\":\"SlowDown\",\"times\":2}");
        put("k");
        assertThat(JSON.readTree(ask("calls").body()).path("s3.PutObject").asInt())
                .isEqualTo(3);
    }

    @Test
    void failuresSpeakTheProtocolOfTheirService() throws Exception {
        SqsClient sqs = Clients.at(endpoint, SqsClient.builder());
        tell("fail", "{\"service\":\"sqs\",\"status\":400,\"code\":\"AWS.SimpleQueueService.NonExistentQueue\"}");
        assertThatThrownBy(() -> sqs.getQueueUrl(request -> request.queueName("q")))
                .isInstanceOfSatisfying(
                        SqsException.class,
                        failure -> assertThat(failure.awsErrorDetails().errorCode())
                                .isEqualTo("AWS.SimpleQueueService.NonExistentQueue"));
    }

    @Test
    void callsAreCountedByServiceAndOperation() throws Exception {
        put("k");
        put("k");
        JsonNode calls = JSON.readTree(ask("calls").body());
        assertThat(calls.path("s3.PutObject").asInt()).isEqualTo(2);
        assertThat(calls).hasSize(1);
    }

    @Test
    void aRuleWithoutAServiceIsRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/_cloud/hold"))
                .POST(BodyPublishers.ofString("{\"operation\":\"PutObject\"}"))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("service is missing");
    }

    @Test
    void aServiceThatIsNotThereIsNamedTogetherWithTheOperation() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/kinesis/aws4_request")
                .header("X-Amz-Target", "Kinesis_20131202.PutRecord")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).contains("kinesis", "PutRecord");
    }

    @Test
    void anOperationThatIsNotThereIsNamedTogetherWithTheService() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "AWSGlue.StartJobRun")
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Glue", "StartJobRun");
    }
}
