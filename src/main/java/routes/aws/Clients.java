package routes.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The AWS clients of one process, each made when it is first asked for, all over one HTTP client. They take credentials
 * from the SDK's default chain.
 */
public final class Clients implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** Longer than SQS's longest poll of 20 s, or every empty poll would fail. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Region region;
    private final Optional<URI> endpoint;
    private final ExecutionInterceptor[] interceptors;
    private final Lazy<DefaultCredentialsProvider> credentials =
            new Lazy<>(() -> DefaultCredentialsProvider.builder().build());
    private final Lazy<SdkHttpClient> http;
    private final Lazy<S3Client> s3;
    private final Lazy<DirectPut> directPut;
    private final Lazy<DirectGet> directGet;
    private final Lazy<DirectList> directList;
    private final Lazy<DirectTable> directTable;
    private final Lazy<SqsClient> sqsClient;
    private final Lazy<SqsClient> sqs;
    private final Lazy<DynamoDbClient> dynamoDbClient;
    private final Lazy<DynamoDbClient> dynamoDb;
    private final Lazy<SecretsManagerClient> secrets;
    private final Lazy<AthenaClient> athena;
    private final Lazy<SnsClient> sns;

    /**
     * @param region of every service
     * @param endpoint one address for all services, for a local cloud; empty: AWS
     * @param interceptors see every call, such as tracing
     */
    public Clients(String region, Optional<URI> endpoint, ExecutionInterceptor... interceptors) {
        this.region = Region.of(region);
        this.endpoint = endpoint;
        this.interceptors = interceptors.clone();
        this.http = new Lazy<>(Clients::httpClient);
        this.s3 = new Lazy<>(() -> configured(S3Client.builder().forcePathStyle(endpoint.isPresent()))
                .build());
        this.directPut = new Lazy<>(() -> new DirectPut(this.region, endpoint, credentials.get(), http.get()));
        this.directGet = new Lazy<>(() -> new DirectGet(this.region, endpoint, credentials.get(), http.get()));
        this.directList = new Lazy<>(() -> new DirectList(this.region, endpoint, credentials.get(), http.get()));
        this.directTable = new Lazy<>(() -> new DirectTable(this.region, endpoint, credentials.get(), http.get()));
        this.sqsClient = new Lazy<>(() -> configured(SqsClient.builder()).build());
        this.sqs = new Lazy<>(() -> interceptors.length > 0
                ? sqsClient.get()
                : DirectSqs.before(sqsClient::get, this.region, endpoint, credentials.get(), http.get()));
        this.dynamoDbClient =
                new Lazy<>(() -> configured(DynamoDbClient.builder()).build());
        this.dynamoDb = new Lazy<>(() -> interceptors.length > 0
                ? dynamoDbClient.get()
                : DirectDynamo.before(dynamoDbClient::get, directTable.get()));
        this.secrets =
                new Lazy<>(() -> configured(SecretsManagerClient.builder()).build());
        this.athena = new Lazy<>(() -> configured(AthenaClient.builder()).build());
        this.sns = new Lazy<>(() -> configured(SnsClient.builder()).build());
    }

    public S3Client s3() {
        return s3.get();
    }

    /** It sends, receives and deletes past its client, unless interceptors have to see every call. */
    public SqsClient sqs() {
        return sqs.get();
    }

    /** It reads and updates rows and writes transactions past its client, unless interceptors have to see every call. */
    public DynamoDbClient dynamoDb() {
        return dynamoDb.get();
    }

    public SecretsManagerClient secrets() {
        return secrets.get();
    }

    public AthenaClient athena() {
        return athena.get();
    }

    public SnsClient sns() {
        return sns.get();
    }

    /** Puts without the S3 client; empty when interceptors have to see every call. */
    public Optional<DirectPut> directPut() {
        return interceptors.length > 0 ? Optional.empty() : Optional.of(directPut.get());
    }

    /** Reads without the S3 client; empty when interceptors have to see every call. */
    public Optional<DirectGet> directGet() {
        return interceptors.length > 0 ? Optional.empty() : Optional.of(directGet.get());
    }

    /** Lists without the S3 client; empty when interceptors have to see every call. */
    public Optional<DirectList> directList() {
        return interceptors.length > 0 ? Optional.empty() : Optional.of(directList.get());
    }

    /** Rows without the DynamoDB client; empty when interceptors have to see every call. */
    public Optional<DirectTable> directTable() {
        return interceptors.length > 0 ? Optional.empty() : Optional.of(directTable.get());
    }

    @Override
    public void close() {
        s3.close();
        sqsClient.close();
        dynamoDbClient.close();
        secrets.close();
        athena.close();
        sns.close();
        http.close();
        credentials.close();
    }

    private static SdkHttpClient httpClient() {
        return hasProxy("http") || hasProxy("https")
                ? UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(SILENCE)
                        .build()
                : new PooledHttp(CONNECTING, SILENCE);
    }

    /** By the system's properties or the environment, as the SDK reads them. */
    private static boolean hasProxy(String scheme) {
        return ProxyConfiguration.builder().scheme(scheme).build().host() != null;
    }

    private <B extends AwsClientBuilder<B, ?> & software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<B, ?>>
            B configured(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials.get())
                .httpClient(http.get())
                .overrideConfiguration(overrides -> {
                    for (ExecutionInterceptor interceptor : interceptors) {
                        overrides.addExecutionInterceptor(interceptor);
                    }
                });
    }

    /** A client that costs nothing until it is used. */
    private static final class Lazy<T> {
        private final Supplier<T> make;
        private @Nullable T made;

        Lazy(Supplier<T> make) {
            this.make = make;
        }

        synchronized T get() {
            T client = made;
            if (client == null) {
                client = make.get();
                made = client;
            }
            return client;
        }

        synchronized void close() {
            if (made instanceof software.amazon.awssdk.utils.SdkAutoCloseable client) {
                client.close();
            }
        }
    }
}
