package bench.server;

import java.util.Map;

/**
 * The door of the harness itself: {@code POST /_reset}, {@code POST /_source}, {@code POST /_landing}, {@code GET
 * /_stats}, {@code POST /_stats} to count anew, {@code GET /_taken}; and what {@link ExportAdmin}, {@link EventAdmin} and
 * {@link FlightAdmin} say.
 */
final class Admin {
    private final Stats stats;
    private final S3 s3;
    private final Sqs sqs;
    private final DynamoDb dynamoDb;
    private final Sources sources;
    private final Landing landing;
    private final Nifi nifi;
    private final ExportAdmin exports;
    private final EventAdmin events;
    private final FlightAdmin flights;

    Admin(
            Stats stats,
            S3 s3,
            Sqs sqs,
            DynamoDb dynamoDb,
            Sources sources,
            Landing landing,
            Nifi nifi,
            ExportAdmin exports,
            EventAdmin events,
            FlightAdmin flights) {
        this.stats = stats;
        this.s3 = s3;
        this.sqs = sqs;
        this.dynamoDb = dynamoDb;
        this.sources = sources;
        this.landing = landing;
        this.nifi = nifi;
        this.exports = exports;
        this.events = events;
        this.flights = flights;
    }

    Response answer(Request request) {
        if (request.path().startsWith(ExportAdmin.PATH)) {
            return exports.answer(request);
        }
        if (request.path().startsWith(EventAdmin.PATH)) {
            return events.answer(request);
        }
        if (request.path().startsWith(FlightAdmin.PATH)) {
            return flights.answer(request);
        }
        switch (request.method() + " " + request.path()) {
            case "POST /_reset" -> reset(request);
            case "POST /_stats" -> stats.reset();
            case "POST /_source" -> behave(request);
            case "POST /_landing" -> land(request);
            case "GET /_taken" -> {
                return Response.json(200, Json.text(nifi.taken()));
            }
            case "GET /_stats" -> {
                return Response.json(200, Json.text(report(request.query().containsKey("digest"))));
            }
            default -> {
                return Response.json(404, Json.text(Map.of("message", "nothing answers " + request.path())));
            }
        }
        return Response.empty(204, Map.of());
    }

    private void reset(Request request) {
        sources.reset(number(request, "records", 100), number(request, "pages", 50));
        s3.reset();
        sqs.reset();
        dynamoDb.reset();
        landing.fill(0, 0);
        nifi.reset();
        exports.reset();
        events.reset();
        stats.reset();
    }

    private void land(Request request) {
        landing.fill(number(request, "objects", 0), number(request, "bytes", 1 << 14));
        sqs.announce(landing);
    }

    private void behave(Request request) {
        if (request.query().containsKey("version")) {
            sources.publish(number(request, "version", 1));
        }
        sources.fail(number(request, "times", 0), number(request, "fail", 503), number(request, "retry-after", 0));
    }

    private Map<String, Object> report(boolean withDigest) {
        Map<String, Object> report = stats.report();
        report.put("objects", s3.size());
        report.put("queues", sqs.sizes());
        report.put("nifi", nifi.report());
        report.put("export", exports.report());
        if (withDigest) {
            report.put("digest", s3.digest());
        }
        return report;
    }

    static int number(Request request, String name, int otherwise) {
        return Integer.parseInt(request.parameter(name, Integer.toString(otherwise)));
    }
}
