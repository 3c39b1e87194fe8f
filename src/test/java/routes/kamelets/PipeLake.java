package routes.kamelets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import local.AthenaAnswer;
import local.Clients;
import local.LocalCloud;
import local.ParquetFile;
import local.ParquetTable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a Pipe over a queue finds on the local cloud: the queue, a bucket, a table of customers; names of its own. */
final class PipeLake implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final URI stubs;
    private final SqsClient sqs;
    private final S3Client s3;
    private final AthenaClient athena;

    PipeLake(LocalCloud cloud) {
        this.endpoint = cloud.endpoint();
        this.stubs = cloud.stubs();
        this.sqs = Clients.at(endpoint, SqsClient.builder());
        this.s3 = Clients.s3(endpoint);
        this.athena = Clients.at(endpoint, AthenaClient.builder());
        s3.createBucket(create -> create.bucket(bucket()));
    }

    Map<String, Object> beans() {
        return Map.of("sqs", sqs, "s3", s3, "athena", athena);
    }

    URI stubs() {
        return stubs;
    }

    String bucket() {
        return "pipes-" + suffix;
    }

    String database() {
        return "pipes_" + suffix;
    }

    /** @param receives after so many a message is parked */
    void createQueue(int receives) {
        String dlq =
                sqs.createQueue(create -> create.queueName(bucket() + "-dlq")).queueUrl();
        String arn = sqs.getQueueAttributes(get -> get.queueUrl(dlq).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sqs.createQueue(create -> create.queueName(bucket())
                .attributes(Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"" + receives + "\"}")));
    }

    /** A source as it is shipped, on our queue; what fails comes again within seconds. */
    String source(String shipped) {
        return shipped.replaceFirst("aws2-sqs:[^?]+", "aws2-sqs:" + bucket())
                .replaceFirst("visibilityTimeout=\\d+", "visibilityTimeout=2");
    }

    /** Puts the table of customers in its place; answers how many are of that day. */
    int customers(LocalDate day) {
        ParquetFile all = ParquetTable.customers(endpoint, database(), "s3://" + bucket() + "/customers/");
        s3.putObject(put -> put.bucket(bucket()).key("customers/all.parquet"), RequestBody.fromBytes(all.content()));
        return Integer.parseInt(AthenaAnswer.of(
                endpoint,
                "SELECT count(*) FROM " + database()
                        + ".local_customers_silver WHERE date(processed_timestamp) = DATE '" + day + "'",
                "s3://" + bucket() + "/count/"));
    }

    void send(String body, Map<String, String> attributes) {
        sqs.sendMessage(send -> send.queueUrl(url(bucket()))
                .messageBody(body)
                .messageAttributes(attributes.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                attribute -> MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(attribute.getValue())
                                        .build()))));
    }

    /** Messages on the queue, visible or not. */
    int depth() {
        return depth(bucket());
    }

    int parked() {
        return depth(bucket() + "-dlq");
    }

    private int depth(String queue) {
        return sqs
                .getQueueAttributes(get -> get.queueUrl(url(queue))
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }

    /** Tells a stub end how to behave. */
    void behave(String order) {
        call("POST", "/_behave", order);
    }

    void reset() {
        call("POST", "/_reset", "");
    }

    /** Requests that a stub end received. */
    JsonNode received(String end) {
        return call("GET", "/_received?end=" + end, "");
    }

    /** Ids of the bundles that NiFi has accepted. */
    List<String> bundles() {
        List<String> accepted = new ArrayList<>();
        call("GET", "/nifi/received", "").properties().forEach(bundle -> {
            if (bundle.getValue().path("successes").asInt() == 1) {
                accepted.add(bundle.getKey());
            }
        });
        return accepted;
    }

    private JsonNode call(String method, String path, String body) {
        try {
            return JSON.readTree(http.send(
                            HttpRequest.newBuilder(stubs.resolve(path))
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sqs.close();
        s3.close();
        athena.close();
    }
}
