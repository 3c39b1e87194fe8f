package deployed;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import routes.aws.Clients;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The services of the account that is looked at. */
final class Ends implements AutoCloseable {
    private final Clients clients;
    private final Signed signed;
    private final URI lambda;

    /**
     * @param region of the environment
     * @param aws one address for all services but Lambda, for a local cloud; empty: AWS
     * @param lambda another address of Lambda; empty: AWS
     */
    Ends(String region, Optional<URI> aws, Optional<URI> lambda) {
        this.clients = new Clients(region, aws);
        this.signed = new Signed(region, DefaultCredentialsProvider.builder().build());
        this.lambda = lambda.orElse(URI.create("https://lambda." + region + ".amazonaws.com"));
    }

    /** As the environment of this process has it. */
    static Ends of(String region, Map<String, String> environment) {
        Optional<URI> aws =
                Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).map(URI::create);
        return new Ends(
                region,
                aws,
                Optional.ofNullable(environment.get("AWS_ENDPOINT_URL_LAMBDA"))
                        .map(URI::create)
                        .or(() -> aws));
    }

    Clients clients() {
        return clients;
    }

    Signed signed() {
        return signed;
    }

    URI lambda() {
        return lambda;
    }

    /** How many messages each queue has, visible, hidden or delayed. */
    Map<String, Integer> depths(Map<String, String> queues) {
        Map<String, Integer> depths = new TreeMap<>();
        queues.forEach((name, url) -> depths.put(
                name,
                clients
                        .sqs()
                        .getQueueAttributes(get -> get.queueUrl(url)
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                        .attributes()
                        .values()
                        .stream()
                        .mapToInt(Integer::parseInt)
                        .sum()));
        return depths;
    }

    @Override
    public void close() {
        clients.close();
    }
}
