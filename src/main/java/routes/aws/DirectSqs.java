package routes.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.endpoints.SqsEndpointProvider;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.utils.Md5Utils;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * SQS whose client is spared the calls that every batch makes: queues are found, messages received, sent and deleted by
 * requests of our own. Whatever is not plainly their success, and every other call, goes the way of the client: a message may then be sent
 * twice, as when the client itself tries again.
 */
final class DirectSqs {
    /** Ten messages may have 1 MiB together, and every byte of them may be escaped by six. */
    private static final int LONGEST_ANSWER = 16 << 20;

    private final JsonCall call;

    private DirectSqs(JsonCall call) {
        this.call = call;
    }

    /** @param client asked for what is not done here */
    static SqsClient before(
            Supplier<SqsClient> client,
            Region region,
            Optional<URI> endpoint,
            AwsCredentialsProvider credentials,
            SdkHttpClient http) {
        JsonCall call = new JsonCall(
                "AmazonSQS",
                LONGEST_ANSWER,
                new SignedCall("sqs", true, region, credentials, http),
                () -> address(region, endpoint));
        return Shortcut.before(SqsClient.class, client, new DirectSqs(call)::answer);
    }

    /** Empty for what is not done here, or was not plainly done. */
    private Optional<?> answer(Object request) {
        if (request instanceof ReceiveMessageRequest receive) {
            return ask("ReceiveMessage", receive, ReceiveMessageResponse.builder())
                    .filter(answer -> answer.messages().stream().allMatch(DirectSqs::isWhole));
        }
        if (request instanceof SendMessageBatchRequest send) {
            return ask("SendMessageBatch", send, SendMessageBatchResponse.builder())
                    .filter(answer -> isFor(send, answer));
        }
        if (request instanceof DeleteMessageBatchRequest delete) {
            return ask("DeleteMessageBatch", delete, DeleteMessageBatchResponse.builder())
                    .filter(answer -> delete.entries().size()
                            == answer.successful().size() + answer.failed().size());
        }
        if (request instanceof GetQueueUrlRequest find) {
            // Once for each queue: with it, a Lambda that only sends needs no client at its start.
            return ask("GetQueueUrl", find, GetQueueUrlResponse.builder()).filter(answer -> answer.queueUrl() != null);
        }
        return Optional.empty();
    }

    private <A, B extends SdkPojo & SdkBuilder<?, A>> Optional<A> ask(String operation, SdkPojo request, B builder) {
        try {
            Optional<byte[]> answer = call.ask(operation, SdkJson.written(request));
            return answer.isPresent()
                    ? Optional.of(SdkJson.read(answer.get(), builder).build())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(Message message) {
        return message.messageId() != null
                && message.receiptHandle() != null
                && message.body() != null
                && md5(message.body()).equals(message.md5OfBody());
    }

    /** Every entry is told of, and what SQS took is what was sent. */
    private static boolean isFor(SendMessageBatchRequest request, SendMessageBatchResponse answer) {
        Map<String, String> sums = new HashMap<>();
        request.entries().forEach(entry -> sums.put(entry.id(), md5(entry.messageBody())));
        return sums.size() == answer.successful().size() + answer.failed().size()
                && answer.successful().stream()
                        .allMatch(sent -> sent.md5OfMessageBody() != null
                                && sent.md5OfMessageBody().equals(sums.get(sent.id())));
    }

    private static String md5(String body) {
        return HexFormat.of().formatHex(Md5Utils.computeMD5Hash(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** By the SDK's own rules. */
    private static URI address(Region region, Optional<URI> endpoint) {
        EndpointKind kind = EndpointKind.here();
        return SqsEndpointProvider.defaultProvider()
                .resolveEndpoint(params -> params.region(region)
                        .endpoint(endpoint.map(URI::toString).orElse(null))
                        .useFips(kind.fips())
                        .useDualStack(kind.dualStack()))
                .join()
                .url();
    }
}
