package bench.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The harness's door to the export: {@code POST /_export?rows=} fills the result and announces the object, {@code POST
 * /_export/api?times=&fail=&reject=} makes the API refuse, {@code GET /_export} tells what it has, {@code GET
 * /_export/batches} shows it.
 */
final class ExportAdmin {
    static final String PATH = "/_export";

    private static final String EVENT = "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\","
            + "\"awsRegion\":\"us-east-1\",\"eventTime\":\"2026-01-01T00:00:00.000Z\","
            + "\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"s3SchemaVersion\":\"1.0\","
            + "\"bucket\":{\"name\":\"lake-silver\",\"arn\":\"arn:aws:s3:::lake-silver\"},"
            + "\"object\":{\"key\":\"silver/customers/part-0001.parquet\",\"size\":1000,"
            + "\"eTag\":\"00000000000000000000000000000000\",\"versionId\":\"v1\",\"sequencer\":\"01\"}}}]}";

    private final ResultCsv result;
    private final Athena athena;
    private final IngestApi api;
    private final Sqs sqs;

    ExportAdmin(ResultCsv result, Athena athena, IngestApi api, Sqs sqs) {
        this.result = result;
        this.athena = athena;
        this.api = api;
        this.sqs = sqs;
    }

    Response answer(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /_export" -> {
                result.fill(Admin.number(request, "rows", result.rows()));
                sqs.export(EVENT);
                yield Response.empty(204, Map.of());
            }
            case "POST /_export/api" -> {
                api.fail(Admin.number(request, "times", 0), Admin.number(request, "fail", 503));
                api.reject(request.parameter("reject", ""));
                yield Response.empty(204, Map.of());
            }
            case "GET /_export" -> Response.json(200, Json.text(Exported.report(api.batches())));
            case "GET /_export/batches" -> Response.of(200, "application/json", Exported.bodies(api.batches()));
            default -> Response.json(404, Json.text(Map.of("message", "nothing answers " + request.path())));
        };
    }

    void reset() {
        result.fill(0);
        athena.reset();
        api.reset();
    }

    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>(api.report());
        report.put("queries", athena.queries());
        return report;
    }
}
