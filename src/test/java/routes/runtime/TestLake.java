package routes.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import local.LocalCloud;
import local.stubs.Stubs;
import routes.aws.Clients;
import routes.settings.Settings;
import routes.settings.SettingsSources;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A lake of one test: a bucket, a table, and a queue with its dead-letter queue for each source, with names of their own,
 * on the local cloud, or on whatever {@code AWS_ENDPOINT_URL} names. The stub ends are shared and reset.
 */
final class TestLake implements AutoCloseable {
    static final List<String> SOURCES = List.of("api-a", "api-b", "api-c", "api-d");

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Clients clients = new Clients("us-east-1", Optional.of(Ends.AWS));

    /** Started once for all tests of a JVM; ends with it. */
    static final class Ends {
        static final URI AWS;
        static final URI STUBS;
        /** Our own gateway, whose faults can be switched; false with another implementation of AWS. */
        static final boolean LOCAL = System.getenv("AWS_ENDPOINT_URL") == null;

        static {
            String outside = System.getenv("AWS_ENDPOINT_URL");
            if (outside != null) {
                AWS = URI.create(outside);
                STUBS = Stubs.open(0).uri();
            } else {
                LocalCloud cloud = LocalCloud.start();
                AWS = cloud.endpoint();
                STUBS = cloud.stubs();
            }
        }

        private Ends() {}

        /** Whether this AWS is Moto, which alone answers there. */
        static boolean areMoto() throws IOException, InterruptedException {
            HttpRequest question =
                    HttpRequest.newBuilder(AWS.resolve("/moto-api/data.json")).build();
            return !LOCAL
                    && HttpClient.newHttpClient()
                                    .send(question, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200;
        }
    }

    TestLake() {
        this(SOURCES);
    }

    /** @param sources of ingest that have a queue here */
    TestLake(List<String> sources) {
        reset();
        clients.s3().createBucket(create -> create.bucket(bucket()));
        clients.s3()
                .putBucketVersioning(put ->
                        put.bucket(bucket()).versioningConfiguration(versioning -> versioning.status("Enabled")));
        sources.forEach(source -> createQueue(queue(source), 6));
        clients.dynamoDb()
                .createTable(create -> create.tableName(table())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(text("run"), text("at"))
                        .keySchema(key("run", KeyType.HASH), key("at", KeyType.RANGE)));
        enableTimeToLive(table());
    }

    void enableTimeToLive(String table) {
        clients.dynamoDb()
                .updateTimeToLive(update -> update.tableName(table)
                        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("ttl")));
    }

    Clients clients() {
        return clients;
    }

    /** Creates a queue with its dead-letter queue; answers its ARN. */
    String createQueue(String name, int receives) {
        String dlq = clients.sqs()
                .createQueue(create -> create.queueName(name + "-dlq"))
                .queueUrl();
        String redrive = "{\"deadLetterTargetArn\":\"" + arn(dlq) + "\",\"maxReceiveCount\":\"" + receives + "\"}";
        String url = clients.sqs()
                .createQueue(
                        create -> create.queueName(name).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, redrive)))
                .queueUrl();
        return arn(url);
    }

    private String arn(String url) {
        return clients.sqs()
                .getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    String bucket() {
        return name("raw");
    }

    String queue(String source) {
        return name("q") + "-" + source;
    }

    String table() {
        return name("runs");
    }

    /** A name that no other lake has. */
    String name(String what) {
        return what + "-" + suffix;
    }

    /**
     * Settings that name this lake, quick enough for tests; {@code more} comes as key, value, key, value. Without a long
     * poll an application stops at once: Camel waits for a poll that is under way.
     */
    Map<String, String> values(String... more) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "lake.aws-endpoint-url", Ends.AWS.toString(),
                "lake.runs-table", table(),
                "lake.log-format", "text",
                "lake.poll-wait", "0s",
                "lake.visibility", "30s",
                "ingest.raw-bucket", bucket(),
                "ingest.retry-delay", "10ms",
                "ingest.sources", String.join(",", SOURCES),
                "lake.management-port", "0"));
        for (String source : SOURCES) {
            values.put("ingest.sources." + source + ".url", Ends.STUBS + "/" + source + "/data");
            values.put("ingest.sources." + source + ".queue", queue(source));
            values.put("ingest.sources." + source + ".rate", "500/s");
        }
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    Settings settings(String... more) {
        return settings(values(more));
    }

    static Settings settings(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return SettingsSources.load(Optional.empty(), Map.of(), properties);
    }

    /** The same settings as the environment of a process, and nothing else that it needs but credentials. */
    Map<String, String> environment(String... more) {
        return environment(values(more));
    }

    static Map<String, String> environment(Map<String, String> values) {
        Map<String, String> environment = new TreeMap<>();
        values.forEach(
                (key, value) -> environment.put(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local"));
        return environment;
    }

    void send(String source, String body, Map<String, String> attributes) {
        sendTo(queue(source), body, attributes);
    }

    void sendTo(String queue, String body, Map<String, String> attributes) {
        new routes.aws.Queues(clients::sqs)
                .send(queue, List.of(new routes.aws.Queues.Outgoing(body, attributes)))
                .values()
                .forEach(failure -> {
                    throw new IllegalStateException(failure);
                });
    }

    void send(String source, String day, int page) {
        send(
                source,
                "{\"endpoint\":\"" + source + "\",\"ingestion_date\":\"" + day + "\",\"page\":" + page + "}",
                Map.of());
    }

    List<String> keys() {
        return clients.s3().listObjectsV2Paginator(list -> list.bucket(bucket())).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    HeadObjectResponse head(String key) {
        return clients.s3().headObject(head -> head.bucket(bucket()).key(key));
    }

    byte[] object(String key) {
        return clients.s3()
                .getObjectAsBytes(get -> get.bucket(bucket()).key(key))
                .asByteArray();
    }

    static byte[] unzipped(byte[] gzip) {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Receives so many messages, as a door does, and hides them. */
    List<Message> receive(String queue, int count, Duration visibility) {
        String url = clients.sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
        List<Message> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.addAll(clients.sqs()
                    .receiveMessage(receive -> receive.queueUrl(url)
                            .maxNumberOfMessages(Math.min(10, count - messages.size()))
                            .visibilityTimeout((int) visibility.toSeconds())
                            .waitTimeSeconds(1)
                            .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                            .messageAttributeNames("All"))
                    .messages());
        }
        return messages;
    }

    /** The messages on a queue, hidden for a second by looking. */
    List<Message> look(String queue) {
        String url = clients.sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
        List<Message> messages = new ArrayList<>();
        while (true) {
            List<Message> some = clients.sqs()
                    .receiveMessage(receive -> receive.queueUrl(url)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(1)
                            .messageAttributeNames("All"))
                    .messages();
            if (some.isEmpty()) {
                return messages;
            }
            messages.addAll(some);
        }
    }

    List<Message> parked(String source) {
        return look(queue(source) + "-dlq");
    }

    /** How many messages a queue has, visible or not. */
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

    /** Tells a stub end how to behave. */
    void behave(String order) {
        call("POST", "/_behave", order);
    }

    void reset() {
        call("POST", "/_reset", "");
    }

    /** The requests that a stub end received, oldest first. */
    List<Map<String, Object>> received(String end) {
        try {
            List<Map<String, Object>> requests = new ArrayList<>();
            for (Object request : JSON.std.listFrom(call("GET", "/_received?end=" + end, ""))) {
                requests.add(cast(request));
            }
            return requests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] page(String source, String day, int page) {
        return call("GET", "/" + source + "/data?date=" + day + "&page=" + page, "");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }

    /** Tells the gateway of the local cloud to hold or to fail calls. */
    byte[] cloud(String method, String path, String body) {
        return call(Ends.AWS, method, "/_cloud/" + path, body);
    }

    @Override
    public void close() {
        if (Ends.LOCAL) {
            cloud("POST", "reset", "");
        }
        clients.close();
    }

    /** Asks the stub ends. */
    byte[] call(String method, String path, String body) {
        return call(Ends.STUBS, method, path, body);
    }

    /** What a stub end shows, however large it is. */
    InputStream open(String path) {
        return send(Ends.STUBS, "GET", path, "", HttpResponse.BodyHandlers.ofInputStream());
    }

    private byte[] call(URI end, String method, String path, String body) {
        return send(end, method, path, body, HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> T send(URI end, String method, String path, String body, HttpResponse.BodyHandler<T> handler) {
        try {
            HttpResponse<T> answer = http.send(
                    HttpRequest.newBuilder(end.resolve(path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    handler);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + said(answer.body()));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String said(Object body) throws IOException {
        return new String(body instanceof InputStream stream ? stream.readAllBytes() : (byte[]) body);
    }

    static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
