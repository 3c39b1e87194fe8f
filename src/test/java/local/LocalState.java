package local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import routes.aws.Clients;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Reads the local cloud and its stub ends from outside, as any other client would. */
final class LocalState implements AutoCloseable {
    private final URI cloud;
    private final URI stubs;
    private final Clients clients;

    LocalState(LocalCloud cloud) {
        this(cloud.endpoint(), cloud.stubs());
    }

    /** Of a cloud and stub ends that another process runs. */
    LocalState(URI cloud, URI stubs) {
        this.cloud = cloud;
        this.stubs = stubs;
        this.clients = new Clients("us-east-1", Optional.of(cloud));
    }

    Clients clients() {
        return clients;
    }

    /** The AWS command line, pointed at this cloud. */
    String aws() {
        return "aws --endpoint-url " + cloud;
    }

    /** Where the stub ends answer. */
    URI stubs() {
        return stubs;
    }

    /** How many messages a queue has, waiting or in hand. */
    int depth(String queue) {
        String url = clients.sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
        return clients
                .sqs()
                .getQueueAttributes(get -> get.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /** What a stub end tells. */
    JsonNode told(String path) {
        try (InputStream answer = open(path)) {
            return new ObjectMapper().readTree(answer);
        } catch (IOException failure) {
            throw new UncheckedIOException("the stub ends do not answer", failure);
        }
    }

    /** What a stub end gives. */
    InputStream open(String path) throws IOException {
        return URI.create(stubs + path).toURL().openStream();
    }

    @Override
    public void close() {
        clients.close();
    }
}
