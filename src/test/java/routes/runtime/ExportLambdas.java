package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** Export as three Lambdas: one for its queue, one for events that come by themselves, one behind a gateway. */
final class ExportLambdas implements ExportDoor {
    private final boolean second;
    private final EventSource queue;
    private final Function<String, LambdaRuntime> functions;
    private final Map<String, LambdaRuntime> started = new TreeMap<>();

    /** @param second whether the gateway sends events of the payload's version 2.0, else those of a REST API */
    ExportLambdas(ExportLake lake, CountingMeter meter, boolean second, String... settings) {
        this.second = second;
        Map<String, String> values = lake.values(settings);
        functions = step -> LambdaRuntime.start(step, ExportDoor.assembly(values, meter));
        queue = new EventSource(lake.lake(), lake.events(), functions.apply("export-request"));
    }

    /** Started when it is first called, as the platform does. */
    private LambdaRuntime function(String step) {
        return started.computeIfAbsent(step, functions);
    }

    /** What the Lambda for events answers; what it throws is thrown here. */
    Map<String, Object> trigger(String event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EventHandler(function("export-trigger"))
                .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), out, EventSource.plentyOfTime());
        return ExportLake.json(out.toString(UTF_8));
    }

    @Override
    public Answer get(String path, Map<String, String> query, Map<String, String> headers) throws Exception {
        Map<String, Object> event = second ? ofHttpApi(path, query, headers) : ofRestApi(path, query, headers);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HttpHandler(function("export-answer"))
                .handleRequest(new ByteArrayInputStream(JSON.std.asBytes(event)), out, EventSource.plentyOfTime());
        Map<String, Object> said = ExportLake.json(out.toString(UTF_8));
        Map<String, String> came = new TreeMap<>();
        ((Map<?, ?>) said.get("headers"))
                .forEach((name, value) -> came.put(name.toString().toLowerCase(Locale.ROOT), value.toString()));
        return new Answer((int) said.get("statusCode"), came, (String) said.get("body"));
    }

    private static Map<String, Object> ofRestApi(String path, Map<String, String> query, Map<String, String> headers) {
        Map<String, Object> many = new LinkedHashMap<>();
        query.forEach((name, value) -> many.put(name, List.of(value)));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("path", path);
        event.put("httpMethod", "GET");
        event.put("headers", headers);
        event.put("queryStringParameters", query);
        event.put("multiValueQueryStringParameters", many);
        event.put(
                "requestContext",
                Map.of(
                        "requestId",
                        UUID.randomUUID().toString(),
                        "stage",
                        "prod",
                        "requestTimeEpoch",
                        System.currentTimeMillis()));
        event.put("body", null);
        return event;
    }

    private static Map<String, Object> ofHttpApi(String path, Map<String, String> query, Map<String, String> headers) {
        return Map.of(
                "version",
                "2.0",
                "rawPath",
                path,
                "rawQueryString",
                ExportProcess.encoded(query),
                "headers",
                headers,
                "requestContext",
                Map.of(
                        "http",
                        Map.of("method", "GET", "path", path),
                        "requestId",
                        UUID.randomUUID().toString(),
                        "stage",
                        "$default",
                        "timeEpoch",
                        System.currentTimeMillis()));
    }

    @Override
    public void close() {
        queue.close();
        started.values().forEach(LambdaRuntime::close);
    }
}
