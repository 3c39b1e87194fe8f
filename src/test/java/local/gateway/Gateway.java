package local.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import local.http.AbandonedException;
import local.http.Request;
import local.http.Response;
import local.http.Server;

/**
 * The endpoint that AWS clients are given. The service that a call is for stands in its signature, so one address
 * serves the SDK, Camel and the AWS command line alike; signatures are not checked. Below {@code /_cloud/} tests
 * arrange {@linkplain Faults faults}.
 */
public final class Gateway implements AutoCloseable {
    private static final Pattern CREDENTIAL_SCOPE =
            Pattern.compile("Credential=[^/,]+(?:/[^/,]+)*/([^/,]+)/aws4_request");

    /** Names that stand in signatures where people use others. */
    private static final Map<String, String> SIGNED_AS = Map.of("monitoring", "cloudwatch", "events", "eventbridge");

    /** Callers that do not sign are known by the target of their call. */
    private static final Map<String, String> TARGETS = Map.of(
            "AmazonSQS", "sqs",
            "DynamoDB_20120810", "dynamodb",
            "DynamoDBStreams_20120810", "dynamodb",
            "secretsmanager", "secretsmanager",
            "AWSEvents", "eventbridge",
            "GraniteServiceVersion20100801", "cloudwatch",
            "AWSGlue", "glue",
            "AmazonAthena", "athena");

    /** Marks calls among the gateway's own services; what tests arrange and count is not for them. */
    static final String INSIDER = "X-Local-Cloud-Insider";

    private final Server server;
    private final Faults faults = new Faults();
    private final Glue glue = new Glue();
    private final Athena athena;

    private Gateway(Server server) {
        this.server = server;
        this.athena = new Athena(new AthenaQueue(glue.operations(), new LakeObjects(server.uri())));
    }

    /** Takes the port; calls are answered from {@link #serve} on. */
    public static Gateway open(String host, int port) {
        return new Gateway(Server.open("gateway of the local cloud", host, port));
    }

    public URI uri() {
        return server.uri();
    }

    public void serve(URI s3, URI sqs, URI dynamoDb) {
        Backend sqsBackend = new Backend(sqs);
        Queues queues = new Queues(sqsBackend);
        EventBridge eventBridge = new EventBridge(queues);
        Map<String, Service> services = Map.of(
                "s3", new S3(new S3Mock(new Backend(s3)), new Notifications(queues, eventBridge)),
                "sqs", new Forwarding(sqsBackend),
                "dynamodb", new Forwarding(new Backend(dynamoDb)),
                "secretsmanager", new Operations("Secrets Manager", new SecretsManager().operations()),
                "sns", new Operations("SNS", new Sns(queues).operations()),
                "eventbridge", new Operations("EventBridge", eventBridge.operations()),
                "cloudwatch", new Operations("CloudWatch", new CloudWatch().operations()),
                "glue", new Operations("Glue", glue.operations()),
                "athena", new Operations("Athena", athena.operations()),
                "sts", new Operations("STS", Sts.operations()));
        FaultControl control = new FaultControl(faults);
        server.serve(request ->
                request.path().startsWith(FaultControl.PATH) ? arrange(request, control) : answer(request, services));
    }

    private Response arrange(Request request, FaultControl control) throws IOException, InterruptedException {
        if (request.path().equals(AthenaControl.PATH)) {
            return new AthenaControl(athena).answer(request);
        } else if (request.path().equals(FaultControl.PATH + "reset")) {
            athena.reset();
        }
        return control.answer(request);
    }

    private Response answer(Request request, Map<String, Service> services) throws IOException, InterruptedException {
        String name = serviceName(request);
        Service service = services.get(name);
        if (service == null) {
            AwsError unknown = new AwsError(
                    501,
                    "UnknownService",
                    "the local cloud has no service " + name + " (asked for its operation "
                            + Wire.of(request).operation(request) + "); it has " + services.keySet());
            return Wire.of(request).error(request, unknown);
        }
        try {
            String operation = service.operation(request);
            if (!request.header(INSIDER).isEmpty()) {
                return service.answer(operation, request);
            }
            faults.before(name, operation, request);
            Response response = service.answer(operation, request);
            try {
                faults.after(name, operation, request);
            } catch (AbandonedException abandoned) {
                response.body().close();
                throw abandoned;
            }
            return faults.sent(name, operation, request, response);
        } catch (AwsError error) {
            return service.error(request, error);
        }
    }

    private static String serviceName(Request request) {
        String signature = request.headers()
                .first("Authorization")
                .orElseGet(() -> "Credential=" + request.query().getOrDefault("X-Amz-Credential", ""));
        Matcher scope = CREDENTIAL_SCOPE.matcher(signature);
        if (scope.find()) {
            return SIGNED_AS.getOrDefault(scope.group(1), scope.group(1));
        }
        String target = request.header("X-Amz-Target");
        return Optional.of(target)
                .filter(text -> text.contains("."))
                .map(text -> text.substring(0, text.indexOf('.')))
                .map(prefix -> TARGETS.getOrDefault(prefix, prefix))
                .orElse("s3");
    }

    @Override
    public void close() {
        faults.reset();
        athena.close();
        server.close();
    }
}
