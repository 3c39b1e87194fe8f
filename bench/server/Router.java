package bench.server;

import java.util.HashMap;
import java.util.Map;

/** Finds out which service and operation a request is for, counts it, and passes it on. */
final class Router {
    /** SNS takes whatever is published, and nobody reads it. */
    private static final String PUBLISHED = "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
            + "<PublishResult><MessageId>00000000-0000-0000-0000-000000000000</MessageId></PublishResult>"
            + "</PublishResponse>";

    private final Stats stats;
    private final Landing landing = new Landing();
    private final EventLake lake = new EventLake();
    private final S3 s3;
    private final Sqs sqs = new Sqs();
    private final DynamoDb dynamoDb = new DynamoDb();
    private final Secrets secrets = new Secrets();
    private final Sources sources = new Sources();
    private final Nifi nifi = new Nifi();
    private final ResultCsv result = new ResultCsv();
    private final Athena athena = new Athena();
    private final IngestApi api = new IngestApi();
    private final FlightAdmin flights;
    private final Admin admin;

    Router(Stats stats) {
        this.stats = stats;
        this.s3 = new S3(stats, landing, result, lake);
        ExportAdmin exports = new ExportAdmin(result, athena, api, sqs);
        this.flights = new FlightAdmin(s3, sqs);
        EventAdmin events = new EventAdmin(lake, s3, sqs);
        this.admin = new Admin(stats, s3, sqs, dynamoDb, sources, landing, nifi, exports, events, flights);
    }

    Response answer(Request request) {
        if (request.path().startsWith("/_")) {
            return admin.answer(request);
        }
        String target = request.header("x-amz-target");
        String operation = target == null ? restOperation(request) : jsonOperation(target);
        Response response = target == null ? rest(request, operation) : json(request, operation);
        if (operation.equals("s3.PutObject")) {
            flights.stored(request, response);
        }
        boolean head = request.method().equals("HEAD");
        stats.count(operation, response.status(), request.body().length, head ? 0 : response.length());
        return response;
    }

    private static String restOperation(Request request) {
        if (request.path().equals(Nifi.PATH)) {
            return "nifi." + request.method();
        }
        if (request.path().equals(IngestApi.PATH) || request.path().equals(IngestApi.TOKEN_PATH)) {
            return request.path().equals(IngestApi.PATH) ? "api.POST" : "api.Token";
        }
        if (request.path().equals("/") && request.method().equals("POST")) {
            return "sns.Publish";
        }
        return request.path().startsWith("/source/") ? "source.GET" : "s3." + S3.operation(request);
    }

    private static String jsonOperation(String target) {
        int dot = target.indexOf('.');
        String service = target.substring(0, dot);
        return (service.startsWith("DynamoDB") ? "dynamodb" : service.equals("AmazonSQS") ? "sqs" : service)
                + target.substring(dot);
    }

    private Response rest(Request request, String operation) {
        return switch (operation.substring(0, operation.indexOf('.'))) {
            case "nifi" -> nifi.answer(request);
            case "source" -> sources.answer(request);
            case "sns" -> Response.xml(200, PUBLISHED);
            case "api" -> operation.equals("api.POST") ? api.take(request) : api.token(request);
            default -> s3.answer(request, operation.substring(3));
        };
    }

    private Response json(Request request, String operation) {
        String service = operation.substring(0, operation.indexOf('.'));
        String action = operation.substring(service.length() + 1);
        try {
            Map<String, Object> input = Json.object(request.body());
            String output =
                    switch (service) {
                        case "sqs" -> sqs.answer(action, input, request);
                        case "dynamodb" -> dynamoDb.answer(action, input);
                        case "secretsmanager" -> secrets.answer(action, input, request.origin());
                        case "AmazonAthena" -> athena.answer(action, input);
                        default -> throw new ServiceException(400, "UnknownService", "no service " + service);
                    };
            return Response.json(200, output);
        } catch (ServiceException refused) {
            Map<String, Object> error = new HashMap<>(refused.more);
            error.put("__type", refused.code);
            error.put("message", String.valueOf(refused.getMessage()));
            return Response.json(refused.status, Json.text(error));
        }
    }
}
