package routes.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aws.Queues.Outgoing;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** What is asked past the SQS client, seen on the wire beside what the client itself asks. */
class DirectSqsTest {
    private static final String QUEUE = "https://sqs.eu-central-1.amazonaws.com/123456789012/lake-pages";
    private static final String PAGE = "{\"page\":\"ü\\u2028\"}";
    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";
    /** Sums of the attributes that are sent and received, which the client checks. */
    private static final String RUN = "00df15706fc87c6f420ccf1cea3dc22d";

    private static final String RECEIVED = "c870753aa7c766615e53a06e1b01158a";
    private static final String FOUND = "{\"QueueUrl\":\"" + QUEUE + "\"}";
    private static final String SENT = "{\"Successful\":[{\"Id\":\"0\",\"MessageId\":\"m\",\"MD5OfMessageBody\":\""
            + MD5 + "\",\"MD5OfMessageAttributes\":\"" + RUN + "\"}],\"Failed\":[]}";
    private static final String DELETED = "{\"Successful\":[{\"Id\":\"0\"}]}";

    private final StaticCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret-key"));
    private final Wire wire = new Wire();
    private final SqsClient client = client(Optional.empty());
    private final SqsClient direct = direct(Optional.empty());
    private final Queues queues = new Queues(() -> direct);

    private SqsClient client(Optional<URI> endpoint) {
        var builder = SqsClient.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .httpClient(wire);
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private SqsClient direct(Optional<URI> endpoint) {
        return DirectSqs.before(() -> client(endpoint), Region.EU_CENTRAL_1, endpoint, credentials, wire);
    }

    private static void exchange(SqsClient sqs) {
        Queues queues = new Queues(() -> sqs);
        sqs.getQueueUrl(find -> find.queueName("lake-pages"));
        queues.send(QUEUE, List.of(new Outgoing("abc", Map.of("run", "ü\""))), Duration.ofSeconds(7));
        queues.delete(QUEUE, List.of("handle+/="));
        sqs.receiveMessage(receive());
    }

    private static ReceiveMessageRequest receive() {
        return ReceiveMessageRequest.builder()
                .queueUrl(QUEUE)
                .maxNumberOfMessages(10)
                .waitTimeSeconds(20)
                .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                .messageAttributeNames("run", "kind")
                .build();
    }

    private static String received(String body, String md5) {
        return "{\"Messages\":[{\"MessageId\":\"m\",\"ReceiptHandle\":\"h\",\"MD5OfBody\":\"" + md5 + "\",\"Body\":\""
                + body
                + "\",\"Attributes\":{\"ApproximateReceiveCount\":\"3\"},\"Unheard\":{\"Of\":[1,{}]},\"MD5OfMessageAttributes\":\""
                + RECEIVED + "\",\"MessageAttributes\":"
                + "{\"run\":{\"DataType\":\"String\",\"StringValue\":\"r\"},\"raw\":{\"DataType\":\"Binary\","
                + "\"BinaryValue\":\"AQID\"}}}]}";
    }

    @ParameterizedTest
    @CsvSource({",", "http://127.0.0.1:4566"})
    void theSameIsAskedAsByTheSqsClient(URI address) {
        Optional<URI> endpoint = Optional.ofNullable(address);
        List<String> answers = List.of(FOUND, SENT, DELETED, received("abc", MD5));
        wire.bodies.addAll(answers);
        exchange(client(endpoint));
        wire.bodies.addAll(answers);
        exchange(direct(endpoint));
        assertThat(wire.agents().subList(0, 4)).containsOnly("aws-sdk-java");
        assertThat(wire.agents().subList(4, 8)).containsOnly("lake-routes");
        for (int call = 0; call < 4; call++) {
            SdkHttpRequest theirs = wire.requests.get(call);
            SdkHttpRequest ours = wire.requests.get(4 + call);
            assertThat(ours.getUri()).isEqualTo(theirs.getUri());
            for (String header : new String[] {"X-Amz-Target", "Content-Type", "Host"}) {
                assertThat(ours.firstMatchingHeader(header)).isEqualTo(theirs.firstMatchingHeader(header));
            }
            assertThat(wire.sent.get(4 + call)).isEqualTo(wire.sent.get(call)).contains("lake-pages");
            assertThat(ours.firstMatchingHeader("Authorization").orElseThrow())
                    .startsWith("AWS4-HMAC-SHA256 Credential=access-key/")
                    .contains("/eu-central-1/sqs/aws4_request");
        }
    }

    @Test
    void whatIsReceivedIsWhatTheSqsClientReceives() {
        String several = received("abc", MD5)
                .replace(
                        "}]}",
                        "},{\"MessageId\":\"n\",\"ReceiptHandle\":\"i\",\"Body\":\"\","
                                + "\"MD5OfBody\":\"d41d8cd98f00b204e9800998ecf8427e\"}]}");
        for (String answer : new String[] {"{}", "{\"Messages\":[]}", "{\"Messages\":null}", several}) {
            wire.bodies.addAll(List.of(answer, answer));
            assertThat(direct.receiveMessage(receive()).messages())
                    .isEqualTo(client.receiveMessage(receive()).messages());
        }
        assertThat(wire.agents()).hasSize(8).startsWith("lake-routes", "aws-sdk-java", "lake-routes", "aws-sdk-java");
    }

    @Test
    void aBodyComesThroughAsItWasSent() {
        wire.bodies.add(received(PAGE.replace("\\", "\\\\").replace("\"", "\\\""), md5(PAGE)));
        assertThat(direct.receiveMessage(receive()).messages())
                .extracting(Message::body)
                .containsExactly(PAGE);
    }

    private static String md5(String text) {
        return java.util.HexFormat.of()
                .formatHex(software.amazon.awssdk.utils.Md5Utils.computeMD5Hash(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 400, 302, Wire.BREAKS_OFF})
    void whatIsNoSuccessGoesTheWayOfTheClient(int status) {
        wire.answers.add(status);
        if (status != Wire.BREAKS_OFF) {
            wire.bodies.add("{}");
        }
        wire.bodies.add(SENT);
        assertThat(queues.send(QUEUE, List.of(new Outgoing("abc", Map.of())))).isEmpty();
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{} {}",
                "null",
                "<html></html>",
                "{\"Successful\":[]}",
                "{\"Successful\":{}}",
                "{\"Successful\":[{\"Id\":\"0\"}",
                "{\"Successful\":[{\"Id\":0}]}",
                "{\"Successful\":[{\"Id\":\"0\"}]}",
                "{\"Successful\":[{\"Id\":\"1\",\"MD5OfMessageBody\":\"900150983cd24fb0d6963f7d28e17f72\"}]}",
                "{\"Successful\":[{\"Id\":\"0\",\"MD5OfMessageBody\":\"00000000000000000000000000000000\"}]}"
            })
    void anAnswerThatDoesNotPlainlySayThatAllIsSentGoesTheWayOfTheClient(String answer) {
        wire.bodies.addAll(List.of(answer, SENT));
        assertThat(queues.send(QUEUE, List.of(new Outgoing("abc", Map.of())))).isEmpty();
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"Successful\":[],\"Failed\":[]}", "{\"Successful\":[null]}"})
    void anAnswerThatDoesNotTellOfEveryDeleteGoesTheWayOfTheClient(String answer) {
        wire.bodies.addAll(List.of(answer, DELETED));
        assertThat(queues.delete(QUEUE, List.of("h"))).isEmpty();
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Messages\":[{}]}",
                "{\"Messages\":[{\"MessageId\":\"m\",\"ReceiptHandle\":\"h\",\"Body\":\"abc\"}]}",
                "{\"Messages\":[{\"MessageId\":\"m\",\"Body\":\"\",\"MD5OfBody\":\"d41d8cd98f00b204e9800998ecf8427e\"}]}",
                "{\"Messages\":\"none\"}"
            })
    void aMessageThatIsNotWholeGoesTheWayOfTheClient(String answer) {
        wire.bodies.addAll(List.of(answer, "{}"));
        assertThat(direct.receiveMessage(receive()).messages()).isEmpty();
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }

    @Test
    void entriesThatFailAreToldOfAndTriedAgainAlone() {
        wire.bodies.addAll(List.of(
                "{\"Successful\":[{\"Id\":\"0\",\"MD5OfMessageBody\":\"" + MD5
                        + "\"}],\"Failed\":[{\"Id\":\"1\",\"SenderFault\":true,\"Code\":\"InternalError\"}]}",
                "{\"Failed\":[{\"Id\":\"1\",\"Code\":\"Busy\"}]}",
                "{\"Failed\":[{\"Id\":\"1\",\"Code\":\"StillBusy\"}]}"));
        List<Outgoing> both = List.of(new Outgoing("abc", Map.of()), new Outgoing("abc", Map.of()));
        assertThat(queues.send(QUEUE, both)).isEqualTo(Map.of(1, "StillBusy"));
        assertThat(wire.agents()).containsExactly("lake-routes", "lake-routes", "lake-routes");
        assertThat(wire.sent.get(1)).doesNotContain("\"Id\":\"0\"");
    }

    @Test
    void deletesThatFailAreTold() {
        wire.bodies.add(
                "{\"Successful\":[{\"Id\":\"0\"}],\"Failed\":[{\"Id\":\"1\",\"Code\":\"ReceiptHandleIsInvalid\"}]}");
        assertThat(queues.delete(QUEUE, List.of("h", "i"))).isEqualTo(Map.of("i", "ReceiptHandleIsInvalid"));
    }

    @Test
    void everyOtherCallIsTheClientsAndSoAreItsErrors() {
        wire.bodies.add("{\"Attributes\":{\"DelaySeconds\":\"0\"}}");
        assertThat(direct.getQueueAttributes(get -> get.queueUrl(QUEUE)).attributesAsStrings())
                .containsKey("DelaySeconds");
        wire.answers.addAll(List.of(400, 400));
        String error = "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\",\"message\":\"none\"}";
        wire.bodies.addAll(List.of(error, error));
        assertThatThrownBy(() -> direct.receiveMessage(receive())).isInstanceOf(QueueDoesNotExistException.class);
        assertThat(direct.serviceName()).isEqualTo("sqs");
        assertThat(wire.agents()).containsExactly("aws-sdk-java", "lake-routes", "aws-sdk-java");
    }

    @Test
    void aQueueThatIsNotToldIsAskedForByTheClient() {
        wire.bodies.addAll(List.of("{}", FOUND));
        assertThat(direct.getQueueUrl(find -> find.queueName("lake-pages")).queueUrl())
                .isEqualTo(QUEUE);
        assertThat(wire.agents()).containsExactly("lake-routes", "aws-sdk-java");
    }
}
